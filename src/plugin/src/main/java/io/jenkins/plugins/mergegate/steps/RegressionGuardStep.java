// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.config.TextRules;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code regressionGuard}: are all markers still in the target? If not, the target is closed. */
public final class RegressionGuardStep extends GateStep {
    private ArrayList<String> markers = new ArrayList<>();
    private String markersFile;

    @DataBoundConstructor
    public RegressionGuardStep() {}

    public List<String> getMarkers() {
        return List.copyOf(markers);
    }

    @DataBoundSetter
    public void setMarkers(List<String> markers) {
        this.markers = Markers.copy(markers);
    }

    /** Null for the usual file, which may be missing. */
    @CheckForNull
    public String getMarkersFile() {
        return markersFile;
    }

    @DataBoundSetter
    public void setMarkersFile(String markersFile) {
        this.markersFile = Util.fixEmptyAndTrim(markersFile);
    }

    @Override
    public StepExecution start(StepContext context) throws InterruptedException {
        return new RegressionGuardExecution(context, this);
    }

    /** {@code regressionGuard}. */
    @Extension
    public static final class DescriptorImpl extends MarkerStepDescriptor {
        @Override
        public String getFunctionName() {
            return "regressionGuard";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RegressionGuardStep_displayName();
        }

        @POST
        public FormValidation doCheckMarkersFile(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).optional(value, path -> TextRules.path("markersFile", path));
        }
    }
}
