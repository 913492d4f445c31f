// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.Globs;

/**
 * Where a step may act. The gate's account is stronger than the people who write Jenkinsfiles, so a script that comes
 * from a repository reaches that repository alone. A pure function: nothing is read or called.
 */
final class Authority {
    private final Origin origin;
    private final Servers.Server ownServer;
    private final GateConfig config;

    /** @param ownServer that of the job's SCM; null when it cannot be told */
    Authority(Origin origin, Servers.Server ownServer, GateConfig config) {
        this.origin = origin;
        this.ownServer = ownServer;
        this.config = config;
    }

    /**
     * What the job builds must be a branch of the repository itself. A tag will do for a step that needs no branch.
     *
     * @throws InvalidInput otherwise
     */
    static void checkHead(Origin origin, boolean withBranch) {
        Head.Type type = origin.head() == null ? null : origin.head().type();
        if (type == Head.Type.FORK) {
            throw new InvalidInput(
                    "branch", "is of another repository (a fork); the gate works on branches of the repository itself");
        }
        if (type == Head.Type.OTHER || type == Head.Type.TAG && withBranch) {
            throw new InvalidInput("branch", "cannot be told: the job builds a tag, or another ref that is no branch");
        }
    }

    /**
     * @param mayManage whether the one who started the build may manage the gate
     * @throws InvalidInput named after what is not allowed
     */
    void check(Site wanted, int priority, boolean mayManage) {
        if (!origin.isInline()) {
            checkHead(origin, wanted.branch() != null);
            server(wanted);
            repository(wanted);
            branch(wanted);
            target(wanted);
        }
        if (priority >= config.holdBypassPriority() && !mayManage) {
            throw new InvalidInput(
                    "priority",
                    "must be below " + config.holdBypassPriority()
                            + " unless somebody with the permission MergeGate/Manage started the build");
        }
    }

    private void server(Site wanted) {
        if (ownServer == null || !ownServer.is(wanted.gitea())) {
            throw new InvalidInput("server", "must be the one of the job's own repository" + because());
        }
    }

    private void repository(Site wanted) {
        if (!origin.isRepository(wanted.repository())) {
            throw new InvalidInput("repository", "must be the job's own" + because());
        }
    }

    private void branch(Site wanted) {
        boolean free = origin.kind() == Origin.Kind.FROM_SCM || wanted.branch() == null;
        if (!free
                && (origin.head() == null
                        || !wanted.branch().equals(origin.head().branch()))) {
            throw new InvalidInput("branch", "must be the one that the job builds" + because());
        }
    }

    private void target(Site wanted) {
        String own = origin.head() == null ? null : origin.head().target();
        boolean allowed = wanted.target().equals(own)
                || wanted.target().equals(config.defaultTarget())
                || Globs.matches(config.targets(), wanted.target());
        if (!allowed) {
            throw new InvalidInput(
                    "target",
                    "must be that of the job's own pull request, the default target, or one that the configuration"
                            + " allows in targets");
        }
    }

    private String because() {
        return origin.kind() == Origin.Kind.MULTIBRANCH
                ? ", because whoever may push the branch writes the script of a multibranch project"
                : ", because whoever may push to the repository writes the script of the job";
    }
}
