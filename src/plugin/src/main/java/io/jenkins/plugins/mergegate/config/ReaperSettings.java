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

/** The task that settles dead runs and frees their locks: {@code reaper}. */
public final class ReaperSettings implements Describable<ReaperSettings> {
    private String enabled;
    private String intervalSeconds;
    private String deadTicks;
    private String maxRunningMinutes;
    private String reclaimLocks;
    private String abortOverAge;

    /** All defaults. */
    @DataBoundConstructor
    public ReaperSettings() {}

    ReaperSettings(GateConfig.Reaper reaper) {
        enabled = String.valueOf(reaper.enabled());
        intervalSeconds = String.valueOf(reaper.intervalSeconds());
        deadTicks = String.valueOf(reaper.deadTicks());
        maxRunningMinutes = String.valueOf(reaper.maxRunningMinutes());
        reclaimLocks = String.valueOf(reaper.reclaimLocks());
        abortOverAge = String.valueOf(reaper.abortOverAge());
    }

    GateConfig.Reaper toReaper() {
        return new GateConfig.Reaper(
                isEnabled(),
                getIntervalSeconds(),
                getDeadTicks(),
                getMaxRunningMinutes(),
                isReclaimLocks(),
                isAbortOverAge());
    }

    public boolean isEnabled() {
        return Scalars.flag("reaper.enabled", enabled, config -> config.reaper().enabled());
    }

    @DataBoundSetter
    public void setEnabled(String enabled) {
        this.enabled = Scalars.checked("reaper.enabled", enabled);
    }

    public int getIntervalSeconds() {
        return Scalars.number(
                "reaper.intervalSeconds",
                intervalSeconds,
                config -> config.reaper().intervalSeconds());
    }

    @DataBoundSetter
    public void setIntervalSeconds(String intervalSeconds) {
        this.intervalSeconds = Scalars.checked("reaper.intervalSeconds", intervalSeconds);
    }

    public int getDeadTicks() {
        return Scalars.number(
                "reaper.deadTicks", deadTicks, config -> config.reaper().deadTicks());
    }

    @DataBoundSetter
    public void setDeadTicks(String deadTicks) {
        this.deadTicks = Scalars.checked("reaper.deadTicks", deadTicks);
    }

    public int getMaxRunningMinutes() {
        return Scalars.number(
                "reaper.maxRunningMinutes",
                maxRunningMinutes,
                config -> config.reaper().maxRunningMinutes());
    }

    @DataBoundSetter
    public void setMaxRunningMinutes(String maxRunningMinutes) {
        this.maxRunningMinutes = Scalars.checked("reaper.maxRunningMinutes", maxRunningMinutes);
    }

    public boolean isReclaimLocks() {
        return Scalars.flag(
                "reaper.reclaimLocks", reclaimLocks, config -> config.reaper().reclaimLocks());
    }

    @DataBoundSetter
    public void setReclaimLocks(String reclaimLocks) {
        this.reclaimLocks = Scalars.checked("reaper.reclaimLocks", reclaimLocks);
    }

    public boolean isAbortOverAge() {
        return Scalars.flag(
                "reaper.abortOverAge", abortOverAge, config -> config.reaper().abortOverAge());
    }

    @DataBoundSetter
    public void setAbortOverAge(String abortOverAge) {
        this.abortOverAge = Scalars.checked("reaper.abortOverAge", abortOverAge);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ReaperSettings> {
        @POST
        public FormValidation doCheckIntervalSeconds(@QueryParameter String value) {
            return FieldChecks.scalar("reaper.intervalSeconds", value);
        }

        @POST
        public FormValidation doCheckDeadTicks(@QueryParameter String value) {
            return FieldChecks.scalar("reaper.deadTicks", value);
        }

        @POST
        public FormValidation doCheckMaxRunningMinutes(@QueryParameter String value) {
            return FieldChecks.scalar("reaper.maxRunningMinutes", value);
        }
    }
}
