// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.place.Named;
import java.net.URL;
import jenkins.model.Jenkins;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who sees what of a gate run on its build: the page is as open as the job, and its API tells nothing of the run. */
@WithJenkins
class BuildPermissionsTest {
    private static final String BRANCH = "told-branch";
    private static final String MESSAGE = "told message";
    private static final String CREDENTIALS = "untold-credentials";

    private static JenkinsRule jenkins;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        States.awaitStart();
        WorkflowJob job = Acme.job("job", "echo 'ok'");
        WorkflowRun build = jenkins.buildAndAssertSuccess(job);
        Named named = new Named("acme/app", BRANCH, "main", null, CREDENTIALS, CREDENTIALS, 0);
        GateAction.begin(build, new GateAction("one", named));
        GateAction.of(build, "one").write(FullRecord.ended("one", BRANCH, Outcome.HELD, Reason.MERGE_REFUSED, MESSAGE));
        build.addAction(new DeferAction(7));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("outsider", "manager", "reader")
                .grant(MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Item.READ)
                .onItems(job)
                .to("reader"));
    }

    @AfterAll
    static void tearDown() throws Exception {
        jenkins.after();
    }

    /** Columns: nobody, who may read Jenkins, who may manage the gate, who may read the job, who may do everything. */
    @ParameterizedTest
    @CsvSource({
        "job/job/1/,                403, 404, 404, 200, 200",
        "job/job/buildHistory/ajax, 403, 404, 404, 200, 200",
        "job/job/1/api/json,        403, 404, 404, 200, 200",
    })
    void thePageIsAsOpenAsTheJob(String path, int nobody, int outsider, int manager, int reader, int admin)
            throws Exception {
        String[] users = {null, "outsider", "manager", "reader", "admin"};
        int[] expected = {nobody, outsider, manager, reader, admin};
        for (int i = 0; i < users.length; i++) {
            WebResponse answer = get(users[i], path);
            assertThat(answer.getStatusCode()).as("%s", users[i]).isEqualTo(expected[i]);
            boolean told = answer.getStatusCode() == 200 && !path.contains("api");
            assertThat(answer.getContentAsString().contains(BRANCH))
                    .as("%s sees the branch", users[i])
                    .isEqualTo(told);
        }
        assertThat(get("reader", "job/job/1/").getContentAsString()).contains(MESSAGE, "MERGE_REFUSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api/json?depth=9", "api/json?tree=actions[*[*[*[*]]]]", "api/xml?depth=9"})
    void whichCredentialsTheRunUsedAndHowOftenItWasPutOffIsSaidToNobody(String path) throws Exception {
        String text = get("admin", "job/job/1/" + path).getContentAsString();

        assertThat(text).doesNotContain(CREDENTIALS, "DeferAction", "\"times\"", "<times>");
        if (!path.isEmpty()) {
            assertThat(text).contains("action").doesNotContain(BRANCH, MESSAGE, "merge-gate");
        }
    }

    /** What the actions of a build could answer by themselves, had they an address. */
    @Test
    void theActionsHaveNoAddress() throws Exception {
        for (String path : new String[] {"actions/0/", "allActions/0/", "actions/0/summary/", "merge-gate/", "one/"}) {
            assertThat(get("admin", "job/job/1/" + path).getStatusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    private static WebResponse get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withJavaScriptEnabled(false)) {
            if (user != null) {
                web.login(user);
            }
            web.getOptions().setRedirectEnabled(false);
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            return web.loadWebResponse(new WebRequest(new URL(jenkins.getURL(), path)));
        }
    }
}
