// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.reaper;

import java.time.Duration;

/**
 * A lock whose holder is dead or over age.
 *
 * @param resource name of the lock
 * @param holder who held it, for people
 * @param reclaimed false on a dry run, when somebody else was faster, or when its run could not be settled yet
 */
public record Reclaimed(String resource, String holder, Verdict.Tier tier, Duration held, boolean reclaimed) {}
