// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import java.util.List;

/**
 * What the regression guard found.
 *
 * @param checked how many markers were looked for
 * @param missing those that do not occur any more
 * @param skipped why nothing was looked for, null when something was
 */
public record Regression(int checked, List<String> missing, String skipped) {}
