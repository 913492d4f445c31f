// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code reclaimStaleLocks}: frees merge locks whose builds are gone, after their runs were settled. */
public final class ReclaimStaleLocksStep extends Step {
    private boolean dryRun;
    private Integer maxAgeMinutes;
    private String resourcePrefix = StaleLocks.PREFIX;

    @DataBoundConstructor
    public ReclaimStaleLocksStep() {}

    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public Integer getMaxAgeMinutes() {
        return maxAgeMinutes;
    }

    /** @param maxAgeMinutes null for {@code reaper.maxRunningMinutes} of the configuration */
    @DataBoundSetter
    public void setMaxAgeMinutes(Integer maxAgeMinutes) {
        this.maxAgeMinutes = maxAgeMinutes;
    }

    public String getResourcePrefix() {
        return resourcePrefix;
    }

    @DataBoundSetter
    public void setResourcePrefix(String resourcePrefix) {
        this.resourcePrefix = resourcePrefix == null || resourcePrefix.isBlank() ? StaleLocks.PREFIX : resourcePrefix;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ReclaimStaleLocksExecution(context, dryRun, maxAgeMinutes, resourcePrefix);
    }

    /** {@code reclaimStaleLocks}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "reclaimStaleLocks";
        }

        @Override
        public String getDisplayName() {
            return "Merge Gate: free merge locks whose builds are gone";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @POST
        public FormValidation doCheckMaxAgeMinutes(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).validate(() -> ReclaimInput.maxAge(value));
        }

        @POST
        public FormValidation doCheckResourcePrefix(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).validate(() -> ReclaimInput.prefix(value.isBlank() ? StaleLocks.PREFIX : value));
        }
    }
}
