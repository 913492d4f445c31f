// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The hooks of all repositories; they act only on pushes over HTTP, by what stands in their environment. */
public final class Hooks {

    /** The reason to refuse the whole push, or empty. */
    static final String DENY = "TESTKIT_DENY";

    /** The refs that must not be forced, separated by blanks. */
    static final String NO_FORCE = "TESTKIT_NO_FORCE";

    /** The file that takes what the push moved. */
    static final String RECEIVED = "TESTKIT_RECEIVED";

    private static final String PRE_RECEIVE = """
            #!/bin/sh
            if [ -n "$TESTKIT_DENY" ]; then
              printf '\nerror:\nerror: %s\nerror:\n' "$TESTKIT_DENY" >&2
              exit 1
            fi
            while read -r old new ref; do
              case " $TESTKIT_NO_FORCE " in
                *" $ref "*)
                  if ! git merge-base --is-ancestor "$old" "$new"; then
                    reason="Not allowed to force-push to protected branch ${ref#refs/heads/}"
                    printf '\nerror:\nerror: %s\nerror:\n' "$reason" >&2
                    exit 1
                  fi ;;
              esac
            done
            """;

    private static final String POST_RECEIVE = """
            #!/bin/sh
            if [ -n "$TESTKIT_RECEIVED" ]; then
              cat > "$TESTKIT_RECEIVED"
            fi
            """;

    private Hooks() {}

    public static void install(Path directory) throws IOException {
        Files.createDirectories(directory);
        write(directory.resolve("pre-receive"), PRE_RECEIVE);
        write(directory.resolve("post-receive"), POST_RECEIVE);
    }

    private static void write(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
