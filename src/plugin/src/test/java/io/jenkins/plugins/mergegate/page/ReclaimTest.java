// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.lock.Leak;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import jenkins.metrics.api.Metrics;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A reclaim by a person, from its preview on. */
@WithJenkins
class ReclaimTest {
    private static final String WHY = "its build is over";

    private static JenkinsRule jenkins;
    private static Site site;
    private static FreeStyleProject job;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, hudson.model.Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, hudson.model.Item.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
        site = new Site(jenkins, new OpenApi());
        job = jenkins.createFreeStyleProject("gate");
    }

    @AfterAll
    static void tearDown() throws Exception {
        jenkins.after();
    }

    @Test
    void aLockThatChangedHandsSinceThePreviewIsLeftAlone() throws Exception {
        String name = "merge-gate/git.example/acme/successor/main";
        FreeStyleBuild heir = jenkins.buildAndAssertSuccess(job);
        Leak.of(name, jenkins.buildAndAssertSuccess(job), token());
        String id = idOf(name);
        LockableResource lock = Leak.of(name, heir, token());

        assertThat(reclaim(id)).isEqualTo(202);
        awaitEnd();

        assertThat(lock.getBuild()).isSameAs(heir);
        assertThat(site.dashboard("manager").getJSONObject("reclaim").getInt("reclaimed"))
                .isZero();
        assertThat(reclaim(idOf(name))).isEqualTo(202);
        awaitEnd();
        assertThat(lock.getBuild()).isNull();
    }

    @Test
    void whoReclaimedWhatAndWhyIsInTheAuditLogAndNotForReaders() throws Exception {
        String name = "merge-gate/git.example/acme/audit/main";
        Leak.of(name, jenkins.buildAndAssertSuccess(job), token());
        long before = counted();
        try (LogRecorder audit = new LogRecorder()
                .record("io.jenkins.plugins.mergegate.audit", Level.INFO)
                .capture(10)) {
            assertThat(reclaim(idOf(name))).isEqualTo(202);
            awaitEnd();
            assertThat(audit.getMessages())
                    .anyMatch(line -> line.contains(name) && line.endsWith("was reclaimed by manager: " + WHY));
        }
        assertThat(counted()).isEqualTo(before + 1);
        assertThat(site.dashboard("manager").getJSONObject("reclaim").getString("by"))
                .isEqualTo("manager");
        assertThat(site.dashboard("reader").get("reclaim").toString()).isEqualTo("null");
    }

    @Test
    void whoAskedForOneThatFreesNothingIsInTheAuditLogToo() throws Exception {
        try (LogRecorder audit = new LogRecorder()
                .record("io.jenkins.plugins.mergegate.audit", Level.INFO)
                .capture(10)) {
            assertThat(reclaim("0123456789abcdef")).isEqualTo(202);
            awaitEnd();
            assertThat(audit.getMessages()).containsExactly("A reclaim of 1 lock was begun by manager: " + WHY);
        }
    }

    @Test
    void aSecondOneWaitsForTheFirst() throws Exception {
        try (JenkinsRule.WebClient web = site.client("manager")) {
            WebRequest request =
                    web.addCrumb(new WebRequest(new URL(jenkins.getURL(), "merge-gate/reclaim"), HttpMethod.POST));
            List<NameValuePair> fields = new ArrayList<>(request.getRequestParameters());
            fields.add(new NameValuePair("id", "0123456789abcdef"));
            fields.add(new NameValuePair("reason", WHY));
            request.setRequestParameters(fields);
            request.setAdditionalHeader("Accept", "application/json");
            // The first one cannot look at the locks meanwhile.
            synchronized (LockableResourcesManager.syncResources) {
                assertThat(web.loadWebResponse(request).getStatusCode()).isEqualTo(202);
                assertThat(web.loadWebResponse(request).getStatusCode()).isEqualTo(409);
            }
            awaitEnd();
            assertThat(web.loadWebResponse(request).getStatusCode()).isEqualTo(202);
        }
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }

    private static long counted() {
        return Metrics.metricRegistry().getCounters().get("merge-gate.reclaims").getCount();
    }

    private static int reclaim(String id) throws Exception {
        return site.post("manager", "reclaim", "id", id, "reason", WHY).getStatusCode();
    }

    /** Of the lock in the preview. */
    private static String idOf(String name) throws Exception {
        for (Object lock : site.stale("manager").getJSONArray("locks")) {
            JSONObject one = (JSONObject) lock;
            if (one.getString("resource").equals(name)) {
                return one.getString("id");
            }
        }
        throw new AssertionError(name + " is not in the preview");
    }

    private static void awaitEnd() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> ReclaimDesk.get().last() != null
                        && ReclaimDesk.get().last().isOver());
    }
}
