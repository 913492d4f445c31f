// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a {@link GateStep}. Who may not configure the item is told nothing, see {@link FormGuard}. */
public abstract class GateStepDescriptor extends StepDescriptor {
    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    @POST
    public final ListBoxModel doFillServerItems(@AncestorInPath Item item, @QueryParameter String server) {
        ListBoxModel items = new ListBoxModel(new ListBoxModel.Option(Messages.GateStep_ownServer(), ""));
        ConfiguredServers.names().forEach(items::add);
        return FormGuard.of(item).choices(items, server);
    }

    @POST
    public final ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String server, @QueryParameter String credentialsId) {
        return FormGuard.of(item).tokens(ConfiguredServers.url(server), credentialsId);
    }

    @POST
    public final ListBoxModel doFillGitCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String server, @QueryParameter String gitCredentialsId) {
        return FormGuard.of(item).gitCredentials(ConfiguredServers.url(server), gitCredentialsId);
    }

    @POST
    public final FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
        return FormGuard.of(item).optional(value, RepositoryId::parse);
    }

    @POST
    public final FormValidation doCheckTarget(@AncestorInPath Item item, @QueryParameter String value) {
        return FormGuard.of(item).optional(value, name -> RefName.check("target", name));
    }

    @POST
    public final FormValidation doCheckServer(@AncestorInPath Item item, @QueryParameter String value) {
        return FormGuard.of(item).optional(value, ConfiguredServers::check);
    }
}
