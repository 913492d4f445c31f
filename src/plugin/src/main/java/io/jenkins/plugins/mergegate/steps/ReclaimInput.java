// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.lock.StaleLocks;

/** What may be given to {@code reclaimStaleLocks}. */
final class ReclaimInput {
    private static final int MAX_AGE = 43_200;

    private ReclaimInput() {}

    static void maxAge(String text) {
        if (text != null && !text.isBlank()) {
            try {
                maxAge(Integer.valueOf(text.strip()));
            } catch (NumberFormatException e) {
                throw badAge();
            }
        }
    }

    static void maxAge(Integer minutes) {
        if (minutes != null && (minutes < 1 || minutes > MAX_AGE)) {
            throw badAge();
        }
    }

    static void prefix(String prefix) {
        if (!prefix.startsWith(StaleLocks.PREFIX)) {
            throw new InvalidInput("resourcePrefix", "must begin with '" + StaleLocks.PREFIX + "'");
        }
    }

    private static InvalidInput badAge() {
        return new InvalidInput("maxAgeMinutes", "must be a whole number from 1 to " + MAX_AGE);
    }
}
