// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Where the command keeps its files. Nothing is created here. */
final class Folders {
    private static final int MAX_LENGTH = 4096;
    private static final String NAME = "merge-gate";

    private Folders() {}

    static Path state(String option, Map<String, String> environment) {
        return option == null
                ? standard("--state-dir", environment, "XDG_STATE_HOME", ".local/state")
                : folder("--state-dir", option);
    }

    static Path work(String option, Map<String, String> environment) {
        return option == null
                ? standard("--work-dir", environment, "XDG_CACHE_HOME", ".cache")
                : folder("--work-dir", option);
    }

    /** @throws InvalidInput named {@code option} when this cannot be the path of anything */
    static Path path(String option, String text) {
        boolean good =
                !text.isBlank() && text.length() <= MAX_LENGTH && text.chars().noneMatch(Character::isISOControl);
        try {
            if (good) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            // Said below: the exception's own text repeats the path.
        }
        throw new InvalidInput(option, "must be a path of at most " + MAX_LENGTH + " characters");
    }

    private static Path folder(String option, String text) {
        Path path = path(option, text);
        Path existing = path;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            throw new InvalidInput(option, "must be a directory, or one that can be created");
        }
        return path;
    }

    /** A variable that is empty or relative does not count, as the XDG specification says. */
    private static Path standard(String option, Map<String, String> environment, String variable, String fallback) {
        String base = environment.getOrDefault(variable, "");
        if (base.startsWith("/")) {
            return folder(option, base).resolve(NAME);
        }
        String home = environment.getOrDefault("HOME", "");
        return folder(option, home.isEmpty() ? System.getProperty("user.home") : home)
                .resolve(fallback)
                .resolve(NAME);
    }
}
