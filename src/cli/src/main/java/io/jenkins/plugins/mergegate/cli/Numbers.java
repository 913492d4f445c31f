// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.regex.Pattern;

/** Whole numbers on the command line. */
final class Numbers {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,9}");

    private Numbers() {}

    static int whole(String option, String text, int min, int max) {
        if (WHOLE.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new InvalidInput(option, "must be a whole number from " + min + " to " + max);
    }
}
