// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.time.Instant;

/**
 * Something that a person must look at before the gate goes on. Of a hold whose file is damaged only {@code id},
 * {@code scope}, {@code reason}, {@code message} and {@code since} are set; all else is null, and it goes on holding,
 * see {@link Holds}.
 *
 * @param id short, unique, safe on a command line; {@link Holds#id} makes it
 * @param sha BRANCH scope: the head that is parked; TARGET: where the trouble was seen, null when not known
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

    /**
     * Closes a target that lost a marker.
     *
     * @param sha the tip of the target in which it is missing
     * @param by who looked
     */
    public static Hold regressed(
            String server,
            RepositoryId repository,
            String target,
            String sha,
            String message,
            String by,
            Instant since) {
        String id = Holds.id(Scope.TARGET, server, repository, target, sha);
        return new Hold(
                id, Scope.TARGET, server, repository, target, null, sha, Reason.MAIN_REGRESSED, message, by, since);
    }

    /** Whether its file could not be read. */
    public boolean damaged() {
        return repository == null;
    }
}
