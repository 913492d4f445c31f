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

/** How long a merge lock is good for, and how a run gives way: {@code lock}. */
public final class LockSettings implements Describable<LockSettings> {
    private String ttlMinutes;
    private String deferDelaySeconds;
    private String maxDefers;

    /** All defaults. */
    @DataBoundConstructor
    public LockSettings() {}

    LockSettings(GateConfig.Lock lock) {
        ttlMinutes = String.valueOf(lock.ttlMinutes());
        deferDelaySeconds = String.valueOf(lock.deferDelaySeconds());
        maxDefers = String.valueOf(lock.maxDefers());
    }

    GateConfig.Lock toLock() {
        return new GateConfig.Lock(getTtlMinutes(), getDeferDelaySeconds(), getMaxDefers());
    }

    public int getTtlMinutes() {
        return Scalars.number(
                "lock.ttlMinutes", ttlMinutes, config -> config.lock().ttlMinutes());
    }

    @DataBoundSetter
    public void setTtlMinutes(String ttlMinutes) {
        this.ttlMinutes = Scalars.checked("lock.ttlMinutes", ttlMinutes);
    }

    public int getDeferDelaySeconds() {
        return Scalars.number(
                "lock.deferDelaySeconds",
                deferDelaySeconds,
                config -> config.lock().deferDelaySeconds());
    }

    @DataBoundSetter
    public void setDeferDelaySeconds(String deferDelaySeconds) {
        this.deferDelaySeconds = Scalars.checked("lock.deferDelaySeconds", deferDelaySeconds);
    }

    public int getMaxDefers() {
        return Scalars.number(
                "lock.maxDefers", maxDefers, config -> config.lock().maxDefers());
    }

    @DataBoundSetter
    public void setMaxDefers(String maxDefers) {
        this.maxDefers = Scalars.checked("lock.maxDefers", maxDefers);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<LockSettings> {
        @POST
        public FormValidation doCheckTtlMinutes(@QueryParameter String value) {
            return FieldChecks.scalar("lock.ttlMinutes", value);
        }

        @POST
        public FormValidation doCheckDeferDelaySeconds(@QueryParameter String value) {
            return FieldChecks.scalar("lock.deferDelaySeconds", value);
        }

        @POST
        public FormValidation doCheckMaxDefers(@QueryParameter String value) {
            return FieldChecks.scalar("lock.maxDefers", value);
        }
    }
}
