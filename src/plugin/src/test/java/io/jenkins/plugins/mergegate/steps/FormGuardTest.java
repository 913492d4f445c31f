// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.mergegate.Acme;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.verb.POST;

/** Whoever may not look into the configuration of an item learns nothing from the forms of the steps. */
@WithJenkins
class FormGuardTest {
    private static final String SENT = "..";

    @TempDir
    private Path folder;

    private JenkinsRule rule;
    private Acme acme;
    private FreeStyleProject item;

    @BeforeEach
    void setUp(JenkinsRule j) throws Exception {
        rule = j;
        acme = new Acme(folder);
        acme.setUp();
        item = j.createFreeStyleProject("job");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("writer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void aReaderLearnsNothing() throws Exception {
        assertThat(methods("doFill")).hasSizeGreaterThanOrEqualTo(12);
        assertThat(methods("doCheck")).hasSizeGreaterThanOrEqualTo(15);
        tellNothing("reader", item);
    }

    @Test
    void aFormOfNoItemIsForAdministrators() throws Exception {
        tellNothing("writer", null);
        tellNothing("reader", null);
        assertThat(values(call("admin", null, fill("Server")))).contains("acme");
        assertThat(values(call("admin", null, fill("CredentialsId")))).contains("gitea");
    }

    @Test
    void aWriterIsHelped() throws Exception {
        assertThat(values(call("writer", item, fill("Server")))).containsExactly("", "acme", SENT);
        assertThat(values(call("writer", item, fill("CredentialsId")))).contains("", "gitea");
        assertThat(values(call("writer", item, fill("GitCredentialsId")))).contains("", "gitea");
        assertThat(values(call("writer", item, fill("MergeStyle"))))
                .containsExactly("", "merge", "rebase", "rebase-merge", "squash", "fast-forward-only", SENT);
        assertThat(values(call("writer", item, fill("Retest")))).containsExactly("always", "when-rebased", SENT);
        assertThat(values(call("writer", item, fill("WhenBusy")))).containsExactly("auto", "wait", "defer", SENT);
        for (Method check : methods("doCheck")) {
            boolean anyText = check.getName().equals("doCheckMarkers");
            FormValidation said = (FormValidation) call("writer", item, check);
            assertThat(said.kind)
                    .as(check.toString())
                    .isEqualTo(anyText ? FormValidation.Kind.OK : FormValidation.Kind.ERROR);
        }
    }

    @Test
    @SuppressWarnings("try")
    void whatIsRightIsRight() throws Exception {
        MergeGateStep.DescriptorImpl gate = type(MergeGateStep.DescriptorImpl.class);
        RegressionGuardStep.DescriptorImpl guard = type(RegressionGuardStep.DescriptorImpl.class);
        VerifyInMainStep.DescriptorImpl verify = type(VerifyInMainStep.DescriptorImpl.class);
        try (ACLContext as = as("writer")) {
            assertThat(List.of(
                            gate.doCheckRepository(item, "acme/app"),
                            gate.doCheckRepository(item, ""),
                            gate.doCheckTarget(item, "release/1"),
                            gate.doCheckServer(item, "Acme"),
                            gate.doCheckBranch(item, "feature/x"),
                            gate.doCheckPriority(item, "-3"),
                            gate.doCheckMaxCatchUps(item, "0"),
                            gate.doCheckMarkers(item, "one\ntwo"),
                            guard.doCheckMarkersFile(item, "ci/markers.yml"),
                            verify.doCheckSha(item, acme.app.head("main")),
                            verify.doCheckSha(item, "")))
                    .extracting(said -> said.kind)
                    .containsOnly(FormValidation.Kind.OK);
            assertThat(gate.doCheckMarkers(item, "x".repeat(1001)).kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(gate.doCheckMaxCatchUps(item, "-1").kind).isEqualTo(FormValidation.Kind.ERROR);
            assertThat(gate.doCheckServer(item, "other").getMessage())
                    .isEqualTo("server is not the name of a configured Gitea server.");
        }
    }

    @Test
    void everythingIsAskedByPost() throws Exception {
        for (Method method : methods("do")) {
            assertThat(method.getAnnotation(POST.class)).as(method.toString()).isNotNull();
        }
        JenkinsRule.WebClient web = rule.createWebClient().login("writer");
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        String type = type(VerifyInMainStep.DescriptorImpl.class).getDescriptorUrl();
        String url = rule.getURL() + "job/job/" + type + "/fillCredentialsIdItems?server=&credentialsId=";
        WebRequest get = new WebRequest(URI.create(url).toURL(), HttpMethod.GET);
        assertThat(web.getPage(get).getWebResponse().getStatusCode()).isEqualTo(404);
        WebRequest post = web.addCrumb(new WebRequest(URI.create(url).toURL(), HttpMethod.POST));
        assertThat(web.getPage(post).getWebResponse().getContentAsString()).contains("gitea");
    }

    private void tellNothing(String user, Item where) throws Exception {
        for (Method fill : methods("doFill")) {
            assertThat(values(call(user, where, fill))).as(fill.toString()).containsExactly(SENT);
        }
        for (Method check : methods("doCheck")) {
            FormValidation said = (FormValidation) call(user, where, check);
            assertThat(said.kind).as(check.toString()).isEqualTo(FormValidation.Kind.OK);
        }
    }

    private static List<String> values(Object items) {
        return ((ListBoxModel) items).stream().map(option -> option.value).toList();
    }

    private static Method fill(String field) throws Exception {
        return methods("doFill").stream()
                .filter(method -> method.getName().equals("doFill" + field + "Items"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Method> methods(String prefix) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type : List.of(
                MergeGateStep.DescriptorImpl.class,
                RegressionGuardStep.DescriptorImpl.class,
                VerifyInMainStep.DescriptorImpl.class)) {
            Predicate<Method> ours = method -> method.getName().startsWith(prefix)
                    && method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.mergegate.");
            Arrays.stream(type.getMethods()).filter(ours).forEach(found::add);
        }
        return found;
    }

    /** Every text that is sent is {@link #SENT}. */
    @SuppressWarnings("try")
    private static Object call(String user, Item where, Method method) throws Exception {
        Object descriptor = Jenkins.get().getDescriptorByType(concrete(method).asSubclass(StepDescriptor.class));
        List<Object> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            arguments.add(parameter.getType() == Item.class ? where : SENT);
        }
        try (ACLContext as = as(user)) {
            return method.invoke(descriptor, arguments.toArray());
        }
    }

    private static Class<?> concrete(Method method) {
        Class<?> declared = method.getDeclaringClass();
        return Modifier.isAbstract(declared.getModifiers()) ? MergeGateStep.DescriptorImpl.class : declared;
    }

    private static <D extends StepDescriptor> D type(Class<D> type) {
        return Jenkins.get().getDescriptorByType(type);
    }

    private static ACLContext as(String user) {
        return ACL.as2(User.getById(user, true).impersonate2());
    }
}
