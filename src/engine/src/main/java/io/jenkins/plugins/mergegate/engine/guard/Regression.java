// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import java.util.List;

/**
 * What the regression guard found.
 *
 * @param checked how many markers were looked for
 * @param missing those that do not occur any more
 * @param skipped what was not looked for and why: everything when {@code checked} is 0, else the markers of the file;
 *     null when nothing was left out
 */
public record Regression(int checked, List<String> missing, String skipped) {}
