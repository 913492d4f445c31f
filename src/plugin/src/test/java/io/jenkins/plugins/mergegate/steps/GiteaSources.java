// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.model.TaskListener;
import java.io.IOException;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMProbe;
import jenkins.scm.api.SCMProbeStat;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import org.jenkinsci.plugin.gitea.BranchSCMHead;
import org.jenkinsci.plugin.gitea.GiteaSCMSource;
import org.jenkinsci.plugin.gitea.PullRequestSCMHead;
import org.jenkinsci.plugin.gitea.PullRequestSCMRevision;

/** Sources of the Gitea plugin, for the embedded server: that one serves no files by its API and knows no forks. */
final class GiteaSources {
    private GiteaSources() {}

    /** Every head is taken to have a Jenkinsfile, which is then read by git; all pull requests are trusted. */
    public static class Own extends GiteaSCMSource {
        public Own(String serverUrl, String owner, String repository) {
            super(serverUrl, owner, repository);
        }

        @Override
        public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener) {
            return revision;
        }

        @Override
        protected SCMProbe createProbe(SCMHead head, SCMRevision revision) {
            return new HasJenkinsfile(head.getName());
        }

        @Override
        public SCMSourceDescriptor getDescriptor() {
            return (SCMSourceDescriptor) Jenkins.get().getDescriptorOrDie(GiteaSCMSource.class);
        }
    }

    /** One pull request, which comes from a branch of that name in a fork. */
    public static final class Forked extends Own {
        private final long number;
        private final String branch;
        private final boolean trusted;

        /** @param trusted whether the Jenkinsfile of the fork runs; else that of the target */
        public Forked(String serverUrl, String owner, String repository, long number, String branch, boolean trusted) {
            super(serverUrl, owner, repository);
            this.number = number;
            this.branch = branch;
            this.trusted = trusted;
        }

        @Override
        protected void retrieve(
                SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
                throws IOException, InterruptedException {
            PullRequestSCMHead head = new PullRequestSCMHead(
                    "PR-" + number,
                    number,
                    new BranchSCMHead("main"),
                    ChangeRequestCheckoutStrategy.HEAD,
                    new SCMHeadOrigin.Fork("mallory/" + getRepository()),
                    "mallory",
                    getRepository(),
                    branch);
            observer.observe(head, retrieve(head, listener));
        }

        @Override
        public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener) {
            return trusted ? revision : ((PullRequestSCMRevision) revision).getTarget();
        }
    }

    private static final class HasJenkinsfile extends SCMProbe {
        private static final long serialVersionUID = 1L;

        private final String name;

        HasJenkinsfile(String name) {
            this.name = name;
        }

        @Override
        public SCMProbeStat stat(String path) {
            return SCMProbeStat.fromType(SCMFile.Type.REGULAR_FILE);
        }

        @Override
        public void close() {
            // Nothing was opened.
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long lastModified() {
            return 0;
        }
    }
}
