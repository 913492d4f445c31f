// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.model.Job;
import hudson.model.Run;
import jenkins.plugins.git.GitSCMHeadMixin;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;
import jenkins.scm.api.mixin.ChangeRequestSCMHead2;
import jenkins.scm.api.mixin.TagSCMHead;
import jenkins.scm.impl.NullSCMSource;

/** The source and the head of a job of a multibranch project. */
final class Sources {
    private static final String REFS = "refs/";
    private static final String BRANCHES = REFS + "heads/";

    private Sources() {}

    /** Null when the job is of no multibranch project, or when the source was taken out of it. */
    static SCMSource of(Run<?, ?> run) {
        Job<?, ?> job = run.getParent();
        SCMSource source = SCMSource.SourceByItem.findSource(job);
        return source instanceof NullSCMSource ? ofGoneBranch(run, job) : source;
    }

    /** A job whose branch was deleted has lost its source; its build still knows it. */
    private static SCMSource ofGoneBranch(Run<?, ?> run, Job<?, ?> job) {
        SCMRevisionAction built = run.getAction(SCMRevisionAction.class);
        if (built == null || built.getSourceId() == null || !(job.getParent() instanceof SCMSourceOwner owner)) {
            return null;
        }
        return owner.getSCMSource(built.getSourceId());
    }

    static Head head(SCMHead head) {
        if (!SCMHeadOrigin.DEFAULT.equals(head.getOrigin())) {
            return Head.of(Head.Type.FORK);
        }
        if (head instanceof ChangeRequestSCMHead change) {
            return changeRequest(head, change);
        }
        if (head instanceof TagSCMHead) {
            return Head.of(Head.Type.TAG);
        }
        boolean branch = !(head instanceof GitSCMHeadMixin git) || git.getRef().equals(BRANCHES + head.getName());
        return branch ? Head.branch(head.getName()) : Head.of(Head.Type.OTHER);
    }

    private static Head changeRequest(SCMHead head, ChangeRequestSCMHead change) {
        String branch = head instanceof ChangeRequestSCMHead2 named ? named.getOriginName() : null;
        // Gitea shows a ref instead of a branch when nobody needed the right to push one (AGit), or when it is gone.
        boolean none = branch != null && branch.startsWith(REFS);
        return none
                ? Head.of(Head.Type.OTHER)
                : Head.changeRequest(branch, change.getTarget().getName());
    }
}
