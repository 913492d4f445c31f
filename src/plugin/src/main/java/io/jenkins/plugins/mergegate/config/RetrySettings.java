// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How often a merge call is made again, and for how long: {@code retry}. */
public final class RetrySettings implements Describable<RetrySettings> {
    private String enabled;
    private String maxAttempts;
    private String backoffBaseSeconds;
    private String backoffMaxSeconds;
    private String deadlineSeconds;

    /** All defaults. */
    @DataBoundConstructor
    public RetrySettings() {}

    RetrySettings(GateConfig.Retry retry) {
        enabled = String.valueOf(retry.enabled());
        maxAttempts = String.valueOf(retry.maxAttempts());
        backoffBaseSeconds = String.valueOf(retry.backoffBaseSeconds());
        backoffMaxSeconds = String.valueOf(retry.backoffMaxSeconds());
        deadlineSeconds = String.valueOf(retry.deadlineSeconds());
    }

    GateConfig.Retry toRetry() {
        return new GateConfig.Retry(
                isEnabled(), getMaxAttempts(), getBackoffBaseSeconds(), getBackoffMaxSeconds(), getDeadlineSeconds());
    }

    public boolean isEnabled() {
        return Scalars.flag("retry.enabled", enabled, config -> config.retry().enabled());
    }

    @DataBoundSetter
    public void setEnabled(String enabled) {
        this.enabled = Scalars.checked("retry.enabled", enabled);
    }

    public int getMaxAttempts() {
        return Scalars.number(
                "retry.maxAttempts", maxAttempts, config -> config.retry().maxAttempts());
    }

    @DataBoundSetter
    public void setMaxAttempts(String maxAttempts) {
        this.maxAttempts = Scalars.checked("retry.maxAttempts", maxAttempts);
    }

    public int getBackoffBaseSeconds() {
        return Scalars.number(
                "retry.backoffBaseSeconds",
                backoffBaseSeconds,
                config -> config.retry().backoffBaseSeconds());
    }

    @DataBoundSetter
    public void setBackoffBaseSeconds(String backoffBaseSeconds) {
        this.backoffBaseSeconds = Scalars.checked("retry.backoffBaseSeconds", backoffBaseSeconds);
    }

    public int getBackoffMaxSeconds() {
        return Scalars.number(
                "retry.backoffMaxSeconds",
                backoffMaxSeconds,
                config -> config.retry().backoffMaxSeconds());
    }

    @DataBoundSetter
    public void setBackoffMaxSeconds(String backoffMaxSeconds) {
        this.backoffMaxSeconds = Scalars.checked("retry.backoffMaxSeconds", backoffMaxSeconds);
    }

    public int getDeadlineSeconds() {
        return Scalars.number(
                "retry.deadlineSeconds",
                deadlineSeconds,
                config -> config.retry().deadlineSeconds());
    }

    @DataBoundSetter
    public void setDeadlineSeconds(String deadlineSeconds) {
        this.deadlineSeconds = Scalars.checked("retry.deadlineSeconds", deadlineSeconds);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<RetrySettings> {
        @POST
        public FormValidation doCheckMaxAttempts(@QueryParameter String value) {
            return FieldChecks.scalar("retry.maxAttempts", value);
        }

        @POST
        public FormValidation doCheckBackoffBaseSeconds(@QueryParameter String value) {
            return FieldChecks.scalar("retry.backoffBaseSeconds", value);
        }

        @POST
        public FormValidation doCheckBackoffMaxSeconds(@QueryParameter String value) {
            return FieldChecks.scalar("retry.backoffMaxSeconds", value);
        }

        @POST
        public FormValidation doCheckDeadlineSeconds(@QueryParameter String value) {
            return FieldChecks.scalar("retry.deadlineSeconds", value);
        }
    }
}
