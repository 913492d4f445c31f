// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code verifyInMain}: is a commit in the target? */
public final class VerifyInMainStep extends GateStep {
    private final String sha;

    /** @param sha may be empty: such a commit is in no target */
    @DataBoundConstructor
    public VerifyInMainStep(String sha) {
        this.sha = Util.fixNull(sha).strip();
    }

    public String getSha() {
        return sha;
    }

    @Override
    public StepExecution start(StepContext context) throws InterruptedException {
        return new VerifyInMainExecution(context, this);
    }

    /** {@code verifyInMain}. */
    @Extension
    public static final class DescriptorImpl extends GateStepDescriptor {
        @Override
        public String getFunctionName() {
            return "verifyInMain";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.VerifyInMainStep_displayName();
        }

        @POST
        public FormValidation doCheckSha(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).optional(value, VerifyInMainExecution::check);
        }
    }
}
