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
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    static Path folder;

    private static JenkinsRule rule;
    private static Acme acme;
    private static FreeStyleProject item;

    @BeforeAll
    static void setUp(JenkinsRule j) throws Exception {
        rule = j;
        acme = new Acme(folder);
        acme.setUp();
        item = j.createFreeStyleProject("job");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("writer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        rule.after();
    }

    @Test
    void aReaderLearnsNothing() throws Exception {
        assertThat(methods("doFill")).hasSize(12);
        assertThat(methods("doCheck")).hasSize(18);
        tellNothing("reader", item);
        tellNothing("manager", item);
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
    }

    /** A link, or a page of another site that makes a browser send something, gets no answer. */
    @Test
    void overTheWeb() throws Exception {
        for (String user : new String[] {null, "reader", "manager", "writer", "admin"}) {
            try (JenkinsRule.WebClient web = rule.createWebClient().withJavaScriptEnabled(false)) {
                if (user != null) {
                    web.login(user);
                }
                web.setThrowExceptionOnFailingStatusCode(false);
                boolean helped = "writer".equals(user) || "admin".equals(user);
                for (Method method : methods("do")) {
                    WebResponse answer = send(web, HttpMethod.POST, method, true);
                    String what = user + " " + method.getName();
                    assertThat(answer.getStatusCode()).as(what).isEqualTo(user == null ? 403 : 200);
                    if (user != null && !method.getName().equals("doCheckMarkers")) {
                        assertThat(isHelp(answer)).as(what).isEqualTo(helped);
                    }
                    assertThat(send(web, HttpMethod.POST, method, false).getStatusCode())
                            .as("without crumb %s", what)
                            .isEqualTo(403);
                    assertThat(send(web, HttpMethod.GET, method, true).getStatusCode())
                            .as("by a link %s", what)
                            .isEqualTo(user == null ? 403 : 404);
                }
            }
        }
    }

    /** Every text that is sent is {@link #SENT}. */
    private static WebResponse send(JenkinsRule.WebClient web, HttpMethod verb, Method method, boolean crumb)
            throws Exception {
        String name = method.getName().substring(2, 3).toLowerCase(Locale.ROOT)
                + method.getName().substring(3);
        StringBuilder url = new StringBuilder(rule.getURL().toString())
                .append(item.getUrl())
                .append(descriptor(method).getDescriptorUrl())
                .append('/')
                .append(name)
                .append('?');
        for (Parameter parameter : method.getParameters()) {
            url.append(parameter.getName()).append('=').append(SENT).append('&');
        }
        WebRequest request = new WebRequest(URI.create(url.toString()).toURL(), verb);
        return web.loadWebResponse(crumb ? web.addCrumb(request) : request);
    }

    /** Whether the answer says what is wrong, or offers more than what was sent. */
    private static boolean isHelp(WebResponse answer) {
        String text = answer.getContentAsString();
        return answer.getContentType().equals("application/json")
                ? JSONObject.fromObject(text).getJSONArray("values").size() > 1
                : !text.equals("<div/>");
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
                VerifyInMainStep.DescriptorImpl.class,
                ReclaimStaleLocksStep.DescriptorImpl.class)) {
            Predicate<Method> ours = method -> method.getName().startsWith(prefix)
                    && method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.mergegate.");
            Arrays.stream(type.getMethods()).filter(ours).forEach(found::add);
        }
        return found;
    }

    /** Every text that is sent is {@link #SENT}. */
    @SuppressWarnings("try")
    private static Object call(String user, Item where, Method method) throws Exception {
        List<Object> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            arguments.add(parameter.getType() == Item.class ? where : SENT);
        }
        try (ACLContext as = as(user)) {
            return method.invoke(descriptor(method), arguments.toArray());
        }
    }

    /** One that has the method. */
    private static StepDescriptor descriptor(Method method) {
        Class<?> declared = method.getDeclaringClass();
        Class<?> concrete =
                Modifier.isAbstract(declared.getModifiers()) ? MergeGateStep.DescriptorImpl.class : declared;
        return type(concrete.asSubclass(StepDescriptor.class));
    }

    private static <D extends StepDescriptor> D type(Class<D> type) {
        return Jenkins.get().getDescriptorByType(type);
    }

    private static ACLContext as(String user) {
        return ACL.as2(User.getById(user, true).impersonate2());
    }
}
