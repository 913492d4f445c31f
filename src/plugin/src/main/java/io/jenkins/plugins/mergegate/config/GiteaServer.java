// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A Gitea server: an entry of {@code servers}. */
public final class GiteaServer implements Describable<GiteaServer> {
    private final String name;
    private final String url;
    private String credentialsId;
    private String webhookSecretId;

    @DataBoundConstructor
    public GiteaServer(String name, String url) {
        this.name = name;
        this.url = url;
    }

    GiteaServer(GateConfig.Server server) {
        this(server.name(), server.url());
        credentialsId = server.credentialsId();
        webhookSecretId = server.webhookSecretId();
    }

    GateConfig.Server toServer(String field) {
        return new GateConfig.Server(
                Settings.required(field + ".name", name),
                Settings.required(field + ".url", url),
                credentialsId,
                webhookSecretId);
    }

    public String getName() {
        return name;
    }

    public String getUrl() {
        return url;
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmpty(credentialsId);
    }

    @CheckForNull
    public String getWebhookSecretId() {
        return webhookSecretId;
    }

    @DataBoundSetter
    public void setWebhookSecretId(String webhookSecretId) {
        this.webhookSecretId = Util.fixEmpty(webhookSecretId);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<GiteaServer> {
        /** Fit, where another field is checked. */
        private static final String SOME_NAME = "main";

        private static final String SOME_URL = "https://gitea.example.com";

        private static final CredentialsMatcher SECRET_TEXT = CredentialsMatchers.instanceOf(StringCredentials.class);
        private static final CredentialsMatcher TOKEN = CredentialsMatchers.anyOf(
                SECRET_TEXT, CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

        @POST
        public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String url) {
            return FieldChecks.passed(FieldChecks.server(new GiteaServer(value, SOME_URL)), value, url);
        }

        @POST
        public FormValidation doCheckUrl(@QueryParameter String value, @QueryParameter String credentialsId) {
            return FieldChecks.passed(FieldChecks.server(new GiteaServer(SOME_NAME, value)), value, credentialsId);
        }

        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String url) {
            GiteaServer server = new GiteaServer(SOME_NAME, SOME_URL);
            server.setCredentialsId(value);
            return FieldChecks.credentials(FieldChecks.server(server), value, () -> items(url, "", TOKEN));
        }

        @POST
        public FormValidation doCheckWebhookSecretId(@QueryParameter String value, @QueryParameter String url) {
            GiteaServer server = new GiteaServer(SOME_NAME, SOME_URL);
            server.setWebhookSecretId(value);
            return FieldChecks.credentials(FieldChecks.server(server), value, () -> items(url, "", SECRET_TEXT));
        }

        /** What a test looks at is not stored. */
        @POST
        public FormValidation doCheckTestRepository(@QueryParameter String value) {
            return FieldChecks.looked(value, () -> RepositoryId.parse(value.strip()));
        }

        @POST
        public FormValidation doCheckTestTarget(@QueryParameter String value) {
            return FieldChecks.looked(value, () -> RefName.check("target", value.strip()));
        }

        /** Runs the doctor with what stands in the form, saved or not. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String url,
                @QueryParameter String credentialsId,
                @QueryParameter String testRepository,
                @QueryParameter String testTarget) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return new ConnectionTest(url, credentialsId, testRepository, testTarget).run(ConnectionTest.LIMIT);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String url, @QueryParameter String credentialsId) {
            return items(url, credentialsId, TOKEN);
        }

        @POST
        public ListBoxModel doFillWebhookSecretIdItems(
                @QueryParameter String url, @QueryParameter String webhookSecretId) {
            return items(url, webhookSecretId, SECRET_TEXT);
        }

        private static ListBoxModel items(String url, String current, CredentialsMatcher matcher) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return items.includeCurrentValue(current);
            }
            return items.includeEmptyValue()
                    .includeMatchingAs(
                            ACL.SYSTEM2,
                            Jenkins.get(),
                            StandardCredentials.class,
                            URIRequirementBuilder.fromUri(Util.fixNull(url)).build(),
                            matcher)
                    .includeCurrentValue(Util.fixNull(current));
        }
    }
}
