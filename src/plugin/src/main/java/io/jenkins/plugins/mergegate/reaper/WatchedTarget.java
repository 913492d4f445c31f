// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.util.Locale;

/**
 * A target that runs have merged into, and its tip when its markers were last looked for.
 *
 * @param server host, with its port where it has one
 * @param remoteUrl null in one that is only compared
 * @param checkedSha null before the first look
 */
record WatchedTarget(String server, RepositoryId repository, String target, String remoteUrl, String checkedSha) {
    static WatchedTarget of(GateState state) {
        return new WatchedTarget(
                state.server(),
                state.request().repository(),
                state.request().target(),
                state.facts().remoteUrl(),
                null);
    }

    /** One that is only to be found by its key. */
    static WatchedTarget of(LockName name) {
        return new WatchedTarget(name.host(), name.repository(), name.target(), null, null);
    }

    WatchedTarget checked(String sha) {
        return new WatchedTarget(server, repository, target, remoteUrl, sha);
    }

    /** The same for the same target, however it is reached. */
    String key() {
        return (server + "/" + repository).toLowerCase(Locale.ROOT) + "/" + target;
    }

    @Override
    public String toString() {
        return repository + " " + target;
    }
}
