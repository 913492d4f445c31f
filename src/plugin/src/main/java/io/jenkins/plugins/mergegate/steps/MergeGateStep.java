// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code mergeGate}: takes a branch through the gate; the block is the re-test. */
public final class MergeGateStep extends GateStep {
    private final GateParameters parameters = new GateParameters();

    @DataBoundConstructor
    public MergeGateStep() {}

    @CheckForNull
    public String getBranch() {
        return parameters.branch;
    }

    @DataBoundSetter
    public void setBranch(String branch) {
        parameters.branch = Util.fixEmptyAndTrim(branch);
    }

    /** Null for the repository's default. */
    @CheckForNull
    public String getMergeStyle() {
        return parameters.mergeStyle;
    }

    @DataBoundSetter
    public void setMergeStyle(String mergeStyle) {
        parameters.mergeStyle = Util.fixEmptyAndTrim(mergeStyle);
    }

    public String getRetest() {
        return parameters.retest;
    }

    @DataBoundSetter
    public void setRetest(String retest) {
        parameters.retest = given(retest, GateParameters.ALWAYS);
    }

    public String getWhenBusy() {
        return parameters.whenBusy;
    }

    @DataBoundSetter
    public void setWhenBusy(String whenBusy) {
        parameters.whenBusy = given(whenBusy, GateParameters.AUTO);
    }

    public Integer getPriority() {
        return parameters.priority;
    }

    @DataBoundSetter
    public void setPriority(Integer priority) {
        parameters.priority = priority == null ? 0 : priority;
    }

    public Integer getMaxCatchUps() {
        return parameters.maxCatchUps;
    }

    @DataBoundSetter
    public void setMaxCatchUps(Integer maxCatchUps) {
        parameters.maxCatchUps = maxCatchUps == null ? GateParameters.MAX_CATCH_UPS : maxCatchUps;
    }

    public List<String> getMarkers() {
        return List.copyOf(parameters.markers);
    }

    @DataBoundSetter
    public void setMarkers(List<String> markers) {
        parameters.markers = Markers.copy(markers);
    }

    public boolean isDeleteBranch() {
        return parameters.deleteBranch;
    }

    @DataBoundSetter
    public void setDeleteBranch(boolean deleteBranch) {
        parameters.deleteBranch = deleteBranch;
    }

    public boolean isCreatePullRequest() {
        return parameters.createPullRequest;
    }

    @DataBoundSetter
    public void setCreatePullRequest(boolean createPullRequest) {
        parameters.createPullRequest = createPullRequest;
    }

    /** Null for the name of the branch. */
    @CheckForNull
    public String getTitle() {
        return parameters.title;
    }

    @DataBoundSetter
    public void setTitle(String title) {
        parameters.title = Util.fixEmptyAndTrim(title);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new MergeGateExecution(context, parameters());
    }

    GateParameters parameters() {
        parameters.repository = getRepository();
        parameters.target = getTarget();
        parameters.server = getServer();
        parameters.credentialsId = getCredentialsId();
        parameters.gitCredentialsId = getGitCredentialsId();
        parameters.propagate = isPropagate();
        return parameters;
    }

    private static String given(String value, String otherwise) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null ? otherwise : text;
    }

    /** {@code mergeGate}. */
    @Extension
    public static final class DescriptorImpl extends MarkerStepDescriptor {
        @Override
        public String getFunctionName() {
            return "mergeGate";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.MergeGateStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> namedArgs) {
            return namedArgs.get("branch") instanceof String branch ? branch : null;
        }

        @POST
        public ListBoxModel doFillMergeStyleItems(@AncestorInPath Item item, @QueryParameter String mergeStyle) {
            ListBoxModel items =
                    new ListBoxModel(new ListBoxModel.Option(Messages.MergeGateStep_repositoryStyle(), ""));
            for (MergeStyle style : MergeStyle.values()) {
                items.add(style.toString());
            }
            return FormGuard.of(item).choices(items, mergeStyle);
        }

        @POST
        public ListBoxModel doFillRetestItems(@AncestorInPath Item item, @QueryParameter String retest) {
            return words(item, retest, GateParameters.ALWAYS, GateParameters.WHEN_REBASED);
        }

        @POST
        public ListBoxModel doFillWhenBusyItems(@AncestorInPath Item item, @QueryParameter String whenBusy) {
            return words(item, whenBusy, GateParameters.AUTO, GateParameters.WAIT, GateParameters.DEFER);
        }

        @POST
        public FormValidation doCheckBranch(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).optional(value, name -> RefName.check("branch", name));
        }

        @POST
        public FormValidation doCheckPriority(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).optional(value, text -> number("priority", text));
        }

        @POST
        public FormValidation doCheckMaxCatchUps(@AncestorInPath Item item, @QueryParameter String value) {
            return FormGuard.of(item).optional(value, text -> {
                if (number("maxCatchUps", text) < 0) {
                    throw new InvalidInput("maxCatchUps", "must not be negative");
                }
            });
        }

        private static int number(String field, String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new InvalidInput(field, "must be a whole number");
            }
        }

        /** @param words the first of them is the default */
        private static ListBoxModel words(Item item, String current, String... words) {
            ListBoxModel items = new ListBoxModel();
            for (String word : words) {
                items.add(word);
            }
            return FormGuard.of(item).choices(items, current);
        }
    }
}
