// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The program that git asks for a user name and a password, and ssh for the passphrase of a key. The script holds no
 * secret: it prints variables of its environment, and only when it is asked for the one host or the one key they belong
 * to. It never says yes to anything else, as to a host that nobody knows.
 */
final class AskPass {
    /** Host and port for which the script answers. {@link Git} sets it, from the remote's URL. */
    static final String HOST = "MERGE_GATE_GIT_HOST";

    private static final String USERNAME = "MERGE_GATE_GIT_USERNAME";
    private static final String PASSWORD = "MERGE_GATE_GIT_PASSWORD";
    private static final String KEY = "MERGE_GATE_SSH_KEY";
    private static final String PASSPHRASE = "MERGE_GATE_SSH_PASSPHRASE";
    private static final String SCRIPT = String.join(
            "\n",
            "#!/bin/sh",
            "# Answers git's prompts for one host and ssh's for one key from the environment. Holds no secret.",
            "if [ -n \"$" + KEY + "\" ]; then",
            "  [ \"$1\" = \"Enter passphrase for key '$" + KEY + "': \" ] || exit 1",
            "  printf '%s\\n' \"$" + PASSPHRASE + "\"",
            "  exit",
            "fi",
            "[ -n \"$" + HOST + "\" ] || exit 1",
            "case \"$1\" in",
            "\"Username for 'http://$" + HOST + "'\"*|\"Username for 'https://$" + HOST + "'\"*)",
            "  printf '%s\\n' \"$" + USERNAME + "\" ;;",
            "\"Password for 'http://\"*\"@$" + HOST + "'\"*|\"Password for 'https://\"*\"@$" + HOST + "'\"*)",
            "  printf '%s\\n' \"$" + PASSWORD + "\" ;;",
            "*) exit 1 ;;",
            "esac",
            "");

    private final Path directory;
    private final Path script;

    AskPass(Path root) {
        this.directory = root;
        this.script = root.resolve("askpass.sh");
    }

    /** What a process needs to be answered with {@code credentials}; for this one process alone. */
    Map<String, String> environment(GitCredentials.Password credentials) throws IOException {
        install();
        return Map.of(
                "GIT_ASKPASS",
                script.toString(),
                USERNAME,
                credentials.username(),
                PASSWORD,
                credentials.password().reveal());
    }

    /** What ssh needs to be answered with the passphrase of {@code key}, as it was named to ssh. */
    Map<String, String> environment(String key, Secret passphrase) throws IOException {
        install();
        return Map.of(
                "SSH_ASKPASS",
                script.toString(),
                "SSH_ASKPASS_REQUIRE",
                "force",
                // An ssh before 8.4 asks only where it believes that there is a screen.
                "DISPLAY",
                ":0",
                KEY,
                key,
                PASSPHRASE,
                passphrase.reveal());
    }

    private void install() throws IOException {
        if (Files.isExecutable(script) && SCRIPT.equals(Files.readString(script))) {
            return;
        }
        // Another thread or process may do the same: each moves a whole file into place.
        Path temporary = Files.createTempFile(
                directory,
                "askpass",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(temporary, SCRIPT.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, script, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
