// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.model.Job;
import hudson.model.Run;
import hudson.plugins.git.util.BuildData;
import hudson.scm.SCM;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** Asks the job of a build where it comes from. */
final class Origins {
    /** The one definition whose script is part of the job; named by text, for it may be missing. */
    private static final String STORED_SCRIPT = "org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition";

    private Origins() {}

    static Origin of(Run<?, ?> run) {
        Job<?, ?> job = run.getParent();
        SCMSource source = Sources.of(run);
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (source != null || head != null) {
            return multibranch(source, head);
        }
        FlowDefinition definition = job instanceof WorkflowJob pipeline ? pipeline.getDefinition() : null;
        // A definition that is not known may take its script from anywhere: it is not trusted.
        boolean inline = definition != null && definition.getClass().getName().equals(STORED_SCRIPT);
        return inline ? inline(run) : fromScm(definition);
    }

    private static Origin multibranch(SCMSource source, SCMHead head) {
        if (source == null || head == null) {
            return Origin.unknown(Origin.Kind.MULTIBRANCH, head == null ? null : Sources.head(head));
        }
        return SourceReader.find(source, head).orElseGet(() -> git(source, Sources.head(head)));
    }

    private static Origin git(SCMSource source, Head head) {
        return source instanceof AbstractGitSCMSource git
                ? RemoteAddress.parse(git.getRemote())
                        .map(remote -> Origin.of(Origin.Kind.MULTIBRANCH, remote, head, git.getCredentialsId()))
                        .orElseGet(() -> Origin.unknown(Origin.Kind.MULTIBRANCH, head))
                : Origin.unknown(Origin.Kind.MULTIBRANCH, head);
    }

    /** Of the definition alone: what the build checked out is up to the script. */
    private static Origin fromScm(FlowDefinition definition) {
        Collection<? extends SCM> scms = definition == null ? List.of() : definition.getSCMs();
        Head head = GitRemotes.readsPullRequests(scms) ? Head.of(Head.Type.FORK) : null;
        return GitRemotes.of(scms)
                .theOne()
                .map(one -> Origin.of(Origin.Kind.FROM_SCM, one.address(), head, one.credentialsId()))
                .orElseGet(() -> Origin.unknown(Origin.Kind.FROM_SCM, head));
    }

    private static Origin inline(Run<?, ?> run) {
        GitRemotes scms = GitRemotes.of(run instanceof WorkflowRun pipeline ? pipeline.getSCMs() : List.of());
        GitRemotes remotes = scms.isEmpty() ? GitRemotes.ofData(run.getActions(BuildData.class)) : scms;
        Optional<GitRemotes.Remote> one = remotes.theOne();
        return one.map(remote -> Origin.of(Origin.Kind.INLINE, remote.address(), null, remote.credentialsId()))
                .orElseGet(() -> Origin.unknown(Origin.Kind.INLINE, null));
    }
}
