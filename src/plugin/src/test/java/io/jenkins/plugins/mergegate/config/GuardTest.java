// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.Functions;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.verb.POST;

/** What the fields of the form tell, and to whom. */
@WithJenkins
class GuardTest {
    private static JenkinsRule j;

    private static final List<Class<?>> DESCRIPTORS = List.of(
            MergeGateConfiguration.class,
            GiteaServer.DescriptorImpl.class,
            RetrySettings.DescriptorImpl.class,
            LockSettings.DescriptorImpl.class,
            ReaperSettings.DescriptorImpl.class,
            RegressionGuardSettings.DescriptorImpl.class,
            MarkerSettings.DescriptorImpl.class,
            CommitterSettings.DescriptorImpl.class,
            ReportSettings.DescriptorImpl.class);

    @BeforeAll
    static void usersAndCredentials(JenkinsRule rule) throws Exception {
        j = rule;
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ, Jenkins.MANAGE, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "secret-text", null, Secret.fromString("s")));
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "password", null, "u", "p"));
        provider.save();
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @Test
    void nobodyButAnAdministratorIsToldAnything() throws Exception {
        for (String user : List.of("reader", "manager")) {
            List<String> seen = as(user, () -> {
                List<String> methods = new ArrayList<>();
                for (Class<?> type : DESCRIPTORS) {
                    Object descriptor = j.jenkins.getExtensionList(type).get(0);
                    for (Method method : type.getDeclaredMethods()) {
                        if (method.getName().startsWith("doCheck")) {
                            String[] sent = new String[method.getParameterCount()];
                            Arrays.fill(sent, "\0");
                            assertThat(method.invoke(descriptor, (Object[]) sent))
                                    .as(method.toString())
                                    .extracting(v -> ((FormValidation) v).kind)
                                    .isEqualTo(FormValidation.Kind.OK);
                            methods.add(method.getName());
                        } else if (method.getName().startsWith("doFill")) {
                            assertThat(values((ListBoxModel) method.invoke(descriptor, "http://a", "now")))
                                    .containsExactly("now");
                            methods.add(method.getName());
                        }
                    }
                }
                return methods;
            });
            assertThat(seen).hasSize(29);
        }
    }

    @Test
    void everyQuestionIsAPost() {
        for (Class<?> type : DESCRIPTORS) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().startsWith("do")) {
                    assertThat(method.isAnnotationPresent(POST.class))
                            .as(method.toString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void anAdministratorIsToldWhatIsWrong() throws Exception {
        as("admin", () -> {
            MergeGateConfiguration gate = MergeGateConfiguration.get();
            says(
                    gate.doCheckRepositories("a/b\nc d"),
                    "repositories[1] must be a pattern like owner/name, owner/* or *.");
            says(gate.doCheckRepositories("a/b\n\n"), null);
            says(gate.doCheckDefaultTarget("main"), null);
            says(
                    gate.doCheckTargets("a b"),
                    "targets[0] must be the name of a branch, in which * stands for any text.");
            says(gate.doCheckHoldExpiryHours("x"), "holdExpiryHours must be a whole number of at least 0.");
            says(gate.doCheckHoldBypassPriority("9999999"), "holdBypassPriority must be at most 1000000.");
            GiteaServer.DescriptorImpl server = j.jenkins.getDescriptorByType(GiteaServer.DescriptorImpl.class);
            says(server.doCheckName("", "https://c"), "name must be one line of 1 to 255 characters.");
            says(server.doCheckName("x", ""), null);
            says(server.doCheckUrl("https://a:b@c", ""), "url must not carry a user name, password or token.");
            says(server.doCheckUrl("https://c", ""), null);
            MarkerSettings.DescriptorImpl marker = j.jenkins.getDescriptorByType(MarkerSettings.DescriptorImpl.class);
            says(marker.doCheckText("", "src"), "text must be one line of 1 to 1000 characters.");
            says(marker.doCheckText("x", ""), null);
            says(marker.doCheckRepository("a b"), "repository must be a pattern like owner/name, owner/* or *.");
            says(
                    marker.doCheckPath("/x"),
                    "path must be a path inside the repository, without a leading / and without ...");
            says(marker.doCheckPath(""), null);
            says(
                    j.jenkins
                            .getDescriptorByType(CommitterSettings.DescriptorImpl.class)
                            .doCheckEmail("x"),
                    "committer.email must be an e-mail address.");
            says(
                    j.jenkins
                            .getDescriptorByType(RetrySettings.DescriptorImpl.class)
                            .doCheckMaxAttempts("0"),
                    "retry.maxAttempts must be a whole number of at least 1.");
            return null;
        });
    }

    @Test
    void anAdministratorChoosesAmongTheCredentialsThatFit() throws Exception {
        as("admin", () -> {
            GiteaServer.DescriptorImpl server = j.jenkins.getDescriptorByType(GiteaServer.DescriptorImpl.class);
            assertThat(values(server.doFillCredentialsIdItems("https://c", "gone")))
                    .containsExactlyInAnyOrder("", "secret-text", "password", "gone");
            assertThat(values(server.doFillWebhookSecretIdItems("https://c", "")))
                    .containsExactlyInAnyOrder("", "secret-text");
            assertThat(values(server.doFillCredentialsIdItems("not a url", null)))
                    .contains("secret-text");
            return null;
        });
    }

    @Test
    void theSameOverTheWeb() throws Exception {
        String fill = "descriptorByName/" + GiteaServer.class.getName() + "/fillCredentialsIdItems?url=http://a";
        String check = "descriptorByName/" + RetrySettings.class.getName() + "/checkMaxAttempts?value=0";
        assertThat(post("reader", fill)).doesNotContain("secret-text", "password");
        assertThat(post("admin", fill)).contains("secret-text", "password");
        assertThat(post("reader", check)).doesNotContain("maxAttempts");
        assertThat(post("admin", check)).contains("retry.maxAttempts must be");
        try (JenkinsRule.WebClient client = j.createWebClient().login("admin")) {
            client.assertFails(fill, 404);
        }
    }

    /** Nobody gets an answer by a link, or by a page of another site that makes a browser send something. */
    @Test
    void everyQuestionOverTheWeb() throws Exception {
        List<String> questions = questions();
        assertThat(questions).hasSize(30);
        for (String question : questions) {
            boolean tests = question.contains("/testConnection?");
            try (JenkinsRule.WebClient client = j.createWebClient().login("admin")) {
                client.setThrowExceptionOnFailingStatusCode(false);
                assertThat(status(client, HttpMethod.GET, question, true))
                        .as(question)
                        .isIn(404, 405);
                assertThat(status(client, HttpMethod.POST, question, false))
                        .as(question)
                        .isEqualTo(403);
                assertThat(status(client, HttpMethod.POST, question, true))
                        .as(question)
                        .isEqualTo(200);
            }
            for (String user : List.of("reader", "manager")) {
                try (JenkinsRule.WebClient client = j.createWebClient().login(user)) {
                    client.setThrowExceptionOnFailingStatusCode(false);
                    assertThat(status(client, HttpMethod.POST, question, true))
                            .as(user + " " + question)
                            .isEqualTo(tests ? 403 : 200);
                    assertThat(status(client, HttpMethod.GET, question, true))
                            .as(user + " " + question)
                            .isIn(403, 404, 405);
                }
            }
            try (JenkinsRule.WebClient client = j.createWebClient().withJavaScriptEnabled(false)) {
                client.setThrowExceptionOnFailingStatusCode(false);
                // What is refused leads to the page where one signs in.
                client.setRefreshHandler((page, url, seconds) -> {});
                for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST)) {
                    assertThat(status(client, method, question, true))
                            .as("anonymous " + question)
                            .isIn(401, 403);
                }
            }
        }
    }

    /** Whoever may change other things of Jenkins, or manage the gate, does not set it up. */
    @Test
    void onlyAnAdministratorSavesTheForm() throws Exception {
        MergeGateConfiguration gate = MergeGateConfiguration.get();
        for (String user : List.of("reader", "manager")) {
            as(
                    user,
                    () -> assertThat(Functions.getSortedDescriptorsForGlobalConfigUnclassified())
                            .as("what Jenkins lets %s save", user)
                            .doesNotContain(gate));
        }
        as(
                "admin",
                () -> assertThat(Functions.getSortedDescriptorsForGlobalConfigUnclassified())
                        .contains(gate));

        JSONObject form = new JSONObject();
        form.element(gate.getJsonSafeClassName(), Map.of("defaultTarget", "taken"));
        for (String user : new String[] {null, "reader"}) {
            try (JenkinsRule.WebClient client = j.createWebClient().withJavaScriptEnabled(false)) {
                if (user != null) {
                    client.login(user);
                }
                client.setThrowExceptionOnFailingStatusCode(false);
                WebRequest request = new WebRequest(new URL(j.getURL(), "configSubmit"), HttpMethod.POST);
                request.setRequestParameters(List.of(new NameValuePair("json", form.toString())));
                client.addCrumb(request);
                assertThat(client.loadWebResponse(request).getStatusCode())
                        .as("%s", user)
                        .isEqualTo(403);
            }
            assertThat(gate.getDefaultTarget()).isEqualTo("main");
        }
    }

    private static List<String> questions() {
        List<String> questions = new ArrayList<>();
        for (Class<?> type : DESCRIPTORS) {
            Class<?> described = type == MergeGateConfiguration.class ? type : type.getDeclaringClass();
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().startsWith("do")) {
                    String name = Character.toLowerCase(method.getName().charAt(2))
                            + method.getName().substring(3);
                    questions.add("descriptorByName/" + described.getName() + "/" + name + "?value=1&url=x");
                }
            }
        }
        return questions;
    }

    private static int status(JenkinsRule.WebClient client, HttpMethod method, String path, boolean crumb)
            throws Exception {
        WebRequest request = new WebRequest(client.createCrumbedUrl(path), method);
        if (!crumb) {
            request.setUrl(new URL(client.getContextPath() + path));
        }
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private static String post(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = j.createWebClient().login(user)) {
            return client.getPage(client.addCrumb(new WebRequest(client.createCrumbedUrl(path), HttpMethod.POST)))
                    .getWebResponse()
                    .getContentAsString();
        }
    }

    private static void says(FormValidation validation, String problem) {
        assertThat(validation.kind).isEqualTo(problem == null ? FormValidation.Kind.OK : FormValidation.Kind.ERROR);
        assertThat(validation.getMessage()).isEqualTo(problem);
    }

    private static List<String> values(ListBoxModel items) {
        return items.stream().map(item -> item.value).toList();
    }

    private static <T> T as(String user, Callable<T> action) throws Exception {
        try (ACLContext ignored = ACL.as2(User.getById(user, true).impersonate2())) {
            return action.call();
        }
    }
}
