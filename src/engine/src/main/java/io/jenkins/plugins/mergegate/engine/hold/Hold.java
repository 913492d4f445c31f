// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.Reason;
import java.time.Instant;

/**
 * Something that a person must look at before the gate goes on. Of a hold whose file is damaged only {@code id},
 * {@code scope}, {@code reason}, {@code message} and {@code since} are set; all else is null, and it goes on holding,
 * see {@link Holds}.
 *
 * @param id short, unique, safe on a command line; {@link Holds#id} makes it
 * @param sha BRANCH scope: the head that is parked; null for TARGET
 * @param branch the branch that caused it
 * @param by the run that raised it
 */
public record Hold(
        String id,
        Scope scope,
        String server,
        RepositoryId repository,
        String target,
        String branch,
        String sha,
        Reason reason,
        String message,
        String by,
        Instant since) {
    /** BRANCH parks one head sha; TARGET closes the target for every run. */
    public enum Scope {
        BRANCH,
        TARGET
    }

    /** Whether its file could not be read. */
    public boolean damaged() {
        return repository == null;
    }
}
