// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;

/** Where the token for Gitea comes from: a file that was named, else the environment. Never the command line. */
final class Tokens {
    static final String VARIABLE = "GITEA_TOKEN";

    private static final int MAX_LENGTH = 4000;

    private Tokens() {}

    /** The token; null when there is none. @throws InvalidInput when it is there and cannot be one */
    static Secret read(String file, Context context) {
        Map<String, String> environment = context.environment();
        if (file != null) {
            return fromFile(Folders.path("--token-file", file), context);
        }
        String value = environment.getOrDefault(VARIABLE, "");
        return value.isEmpty() ? null : check(VARIABLE, value);
    }

    private static Secret fromFile(Path file, Context context) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("--token-file", "must be a file that exists");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MAX_LENGTH + 2);
        } catch (IOException e) {
            throw new InvalidInput("--token-file", "cannot be read");
        }
        String line =
                new String(start, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        Secret token = check("--token-file", line.strip());
        if (isReadableByAll(file)) {
            context.say("merge-gate: warning: --token-file can be read by every user of this machine.");
        }
        return token;
    }

    private static Secret check(String source, String value) {
        boolean good = !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.chars().allMatch(c -> c > ' ' && c < 127);
        if (!good) {
            throw new InvalidInput(source, "must hold a token: one line of letters, digits and signs");
        }
        return Secret.of(value);
    }

    private static boolean isReadableByAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
