// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static java.util.Objects.requireNonNullElse;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What Gitea is told about a run: {@code report}. */
public final class ReportSettings implements Describable<ReportSettings> {
    private String commitStatus;
    private String comment;
    private String statusContext;

    /** All defaults. */
    @DataBoundConstructor
    public ReportSettings() {}

    ReportSettings(GateConfig.Report report) {
        commitStatus = String.valueOf(report.commitStatus());
        comment = String.valueOf(report.comment());
        statusContext = report.statusContext();
    }

    GateConfig.Report toReport() {
        return new GateConfig.Report(isCommitStatus(), isComment(), getStatusContext());
    }

    public boolean isCommitStatus() {
        return Scalars.flag(
                "report.commitStatus", commitStatus, config -> config.report().commitStatus());
    }

    @DataBoundSetter
    public void setCommitStatus(String commitStatus) {
        this.commitStatus = Scalars.checked("report.commitStatus", commitStatus);
    }

    public boolean isComment() {
        return Scalars.flag("report.comment", comment, config -> config.report().comment());
    }

    @DataBoundSetter
    public void setComment(String comment) {
        this.comment = Scalars.checked("report.comment", comment);
    }

    public String getStatusContext() {
        return requireNonNullElse(statusContext, GateConfig.defaults().report().statusContext());
    }

    @DataBoundSetter
    public void setStatusContext(String statusContext) {
        this.statusContext = statusContext;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<ReportSettings> {
        @POST
        public FormValidation doCheckStatusContext(@QueryParameter String value) {
            ReportSettings edit = new ReportSettings();
            edit.setStatusContext(value);
            return FieldChecks.edited(settings -> settings.report = edit);
        }
    }
}
