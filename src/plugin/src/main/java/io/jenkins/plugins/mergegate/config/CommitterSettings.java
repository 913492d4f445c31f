// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static java.util.Objects.requireNonNullElse;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Who stands as committer on rebased commits: {@code committer}. */
public final class CommitterSettings implements Describable<CommitterSettings> {
    private String name;
    private String email;

    /** All defaults. */
    @DataBoundConstructor
    public CommitterSettings() {}

    CommitterSettings(Committer committer) {
        name = committer.name();
        email = committer.email();
    }

    Committer toCommitter() {
        return new Committer(getName(), getEmail());
    }

    public String getName() {
        return requireNonNullElse(name, GateConfig.defaults().committer().name());
    }

    @DataBoundSetter
    public void setName(String name) {
        this.name = name;
    }

    public String getEmail() {
        return requireNonNullElse(email, GateConfig.defaults().committer().email());
    }

    @DataBoundSetter
    public void setEmail(String email) {
        this.email = email;
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<CommitterSettings> {
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            CommitterSettings edit = new CommitterSettings();
            edit.setName(value);
            return FieldChecks.edited(settings -> settings.committer = edit);
        }

        @POST
        public FormValidation doCheckEmail(@QueryParameter String value) {
            CommitterSettings edit = new CommitterSettings();
            edit.setEmail(value);
            return FieldChecks.edited(settings -> settings.committer = edit);
        }
    }
}
