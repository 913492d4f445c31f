// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static io.jenkins.plugins.mergegate.page.OpenApi.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONNull;
import net.sf.json.JSONObject;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.MapAssert;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * A real holder, a real queue, what became of them, and who sees what of it. The jobs and branches that not everybody may
 * see have names that begin with "secret".
 */
@WithJenkins
class DashboardTest {
    private static final GateConfig.Reaper LOOK_ONLY = new GateConfig.Reaper(true, 60, 2, 120, false, false);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Object NULL = JSONNull.getInstance();

    @TempDir
    static Path directory;

    private static Acme acme;
    private static JenkinsRule jenkins;
    private static OpenApi document;
    private static Site site;
    private static WorkflowRun first;
    private static WorkflowRun holder;
    private static WorkflowRun waiter;

    @BeforeAll
    static void setUp(JenkinsRule rule) throws Exception {
        jenkins = rule;
        acme = new Acme(directory);
        Acme.setUp(acme.token, acme.yaml("    reaper:\n      enabled: false"));
        document = new OpenApi();
        site = new Site(jenkins, document);
        await().atMost(PATIENCE).until(() -> GateRuns.get().records().history().isComplete());
        first = job("open-first", "echo 'ok'").scheduleBuild2(0).waitForStart();
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(first));
        WorkflowJob holds = job("secret-holder", "semaphore 'body'");
        WorkflowJob waits = job("secret-waiter", "echo 'ok'");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("outsider", "half", "insider", "manager")
                .grant(MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Item.READ)
                .onItems(waits, first.getParent())
                .to("half", "insider")
                .grant(Item.READ)
                .onItems(holds)
                .to("insider"));
        holder = holds.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("body/1", holder);
        waiter = waits.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Waiting for", waiter);
    }

    @AfterAll
    static void tearDown() throws Exception {
        acme.close();
        jenkins.after();
    }

    private static WorkflowJob job(String name, String body) throws Exception {
        Acme.branch(acme.app, name);
        return Acme.job(name, "mergeGate(repository: 'acme/app', branch: '" + name + "') { " + body + " }");
    }

    /** One story, told in order: each look costs nothing, each Jenkins does. */
    @Test
    void whatIsShownToWhom() throws Exception {
        whoMayReadTheJobsSeesHolderAndQueue();
        whoMayNotLearnsThatSomebodyElseHoldsAndWaits();
        whoMayReadOneOfThemSeesThatOne();
        whatIsHeldIsToldToThoseWhoMayReadTheJob();
        anybodyElseWhoHoldsIsNamedToManagersAlone();
        everyPartOfTheDocumentOccurs();
        everyFieldIsShownToThoseItIsFor();
        theQueueMovesOn();
        aPageHasItsSize();
    }

    private void whoMayReadTheJobsSeesHolderAndQueue() throws Exception {
        JSONObject target = onlyTarget("admin");
        that(target)
                .containsEntry("repository", "acme/app")
                .containsEntry("target", "main")
                .containsEntry("server", acme.server.url().getAuthority())
                .containsEntry("lock", "merge-gate/" + acme.server.url().getAuthority() + "/acme/app/main")
                .containsEntry("closed", false);
        JSONObject has = target.getJSONObject("holder");
        that(has)
                .containsEntry("who", "secret-holder #1")
                .containsEntry("phase", "RETESTING")
                .containsEntry("branch", "secret-holder")
                .containsEntry("candidate", acme.app.head("secret-holder"));
        that(has.getJSONObject("build"))
                .containsEntry("name", "secret-holder #1")
                .containsEntry("url", "job/secret-holder/1/");
        assertThat(site.get("admin", "../" + has.getJSONObject("build").getString("url"))
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(Instant.parse(has.getString("since"))).isBetween(begun(holder), Instant.now());

        JSONArray queue = target.getJSONArray("queue");
        that(queue).hasSize(1);
        JSONObject waits = queue.getJSONObject(0);
        that(waits).containsEntry("position", 1).containsEntry("priority", 0).containsEntry("branch", "secret-waiter");
        that(waits.getJSONObject("build")).containsEntry("url", "job/secret-waiter/1/");
        jenkins.assertLogContains("[Merge Gate] " + waits.getString("why"), waiter);
        assertThat(target.getLong("headWaitSeconds"))
                .isBetween(0L, Duration.between(begun(waiter), Instant.now()).toSeconds());

        JSONObject newest = site.dashboard("admin").getJSONObject("runs");
        assertThat(branches(newest)).containsExactly("secret-waiter", "secret-holder", "open-first");
        that(newest.getJSONArray("runs").getJSONObject(0))
                .containsEntry("phase", "QUEUED")
                .containsEntry("outcome", NULL)
                .containsEntry("message", NULL)
                .containsEntry("endedAt", NULL)
                .containsEntry("id", waits.getString("runId"));
        that(newest.getJSONArray("runs").getJSONObject(2))
                .containsEntry("phase", "CLOSED")
                .containsEntry("outcome", "MERGED")
                .containsEntry("attempts", 1)
                .containsEntry("pullRequest", 1)
                .containsEntry("mergedSha", acme.app.head("main"));
    }

    private void whoMayNotLearnsThatSomebodyElseHoldsAndWaits() throws Exception {
        assertSeesNothing("outsider");
        assertThat(site.runs("manager", "").toString()).doesNotContain("secret");
        JSONObject target = onlyTarget("manager");
        JSONObject has = target.getJSONObject("holder");
        that(has)
                .containsEntry("who", "a run that you may not see")
                .containsEntry("build", NULL)
                .containsEntry("runId", NULL)
                .containsEntry("branch", NULL)
                .containsEntry("candidate", NULL)
                .containsEntry("phase", "RETESTING");
        JSONObject waits = target.getJSONArray("queue").getJSONObject(0);
        that(waits)
                .containsEntry("build", NULL)
                .containsEntry("runId", NULL)
                .containsEntry("branch", NULL)
                .containsEntry(
                        "why",
                        "Waiting for " + target.getString("lock")
                                + ", held by a run that you may not see; position 1.");
        that(target).containsEntry("lastRun", NULL);
        assertThat(branches(site.runs("manager", ""))).isEmpty();
    }

    private void whoMayReadOneOfThemSeesThatOne() throws Exception {
        JSONObject target = onlyTarget("half");
        that(target.getJSONObject("holder")).containsEntry("build", NULL);
        JSONObject waits = target.getJSONArray("queue").getJSONObject(0);
        that(waits.getJSONObject("build")).containsEntry("name", "secret-waiter #1");
        assertThat(waits.getString("why")).contains("held by a run that you may not see");
        that(target.getJSONObject("lastRun")).containsEntry("branch", "secret-waiter");
        assertThat(branches(site.runs("half", ""))).containsExactly("secret-waiter", "open-first");
        assertThat(site.dashboard("half").toString()).doesNotContain("secret-holder");
    }

    private void whatIsHeldIsToldToThoseWhoMayReadTheJob() throws Exception {
        Hold closed = raise(Hold.Scope.TARGET, "t-1", "next", null, "secret-waiter #1");
        Hold parked = raise(Hold.Scope.BRANCH, "b-1", "next", "secret-gone", "secret-gone #7");
        try {
            assertSeesNothing("outsider");
            JSONObject row = target("half", "next");
            that(row).containsEntry("closed", true).containsEntry("parked", 1);
            that(row.getJSONArray("closedBy")).containsExactly(closed.id());

            JSONObject half = held("half", closed);
            that(half)
                    .containsEntry("message", closed.message())
                    .containsEntry("by", closed.by())
                    .containsEntry("url", "job/secret-waiter/1/");
            that(held("half", parked))
                    .as("of a job that is gone")
                    .containsEntry("message", NULL)
                    .containsEntry("by", NULL)
                    .containsEntry("branch", NULL)
                    .containsEntry("sha", NULL);
            that(held("manager", parked))
                    .containsEntry("message", parked.message())
                    .containsEntry("branch", "secret-gone")
                    .containsEntry("url", NULL);
            that(held("manager", closed))
                    .as("whoever may release it must know what it is")
                    .containsEntry("message", closed.message());
        } finally {
            HoldDesk.get().release(closed.id(), "test", "over");
            HoldDesk.get().release(parked.id(), "test", "over");
        }
        that(onlyTarget("half")).containsEntry("closed", false).containsEntry("parked", 0);
    }

    private void anybodyElseWhoHoldsIsNamedToManagersAlone() throws Exception {
        org.jenkins.plugins.lockableresources.LockableResourcesManager manager =
                org.jenkins.plugins.lockableresources.LockableResourcesManager.get();
        String name = lock("reserved").toString();
        manager.createResource(name);
        manager.reserve(
                manager.getResources().stream()
                        .filter(one -> one.getName().equals(name))
                        .toList(),
                "secret-alice");
        try {
            that(onlyTarget("insider")).as("nothing of the other is theirs").containsEntry("target", "main");
            Hold seen = raise(Hold.Scope.TARGET, "t-4", "reserved", null, "secret-waiter #1");
            that(target("half", "reserved").getJSONObject("holder"))
                    .containsEntry("who", "somebody else")
                    .containsEntry("phase", NULL);
            HoldDesk.get().release(seen.id(), "test", "over");
            that(target("manager", "reserved").getJSONObject("holder"))
                    .containsEntry("who", "secret-alice, who reserved it");
        } finally {
            manager.unreserve(manager.getResources().stream()
                    .filter(one -> one.getName().equals(name))
                    .toList());
        }
    }

    /** Also what only managers see, and what was reclaimed: so that nothing of the document was never compared. */
    private void everyPartOfTheDocumentOccurs() throws Exception {
        MergeGateReaper.get().tick(LOOK_ONLY, Duration.ZERO);
        Hold hold = raise(Hold.Scope.TARGET, "t-2", "next", null, "secret-waiter #1");
        LockName left = lock("left");
        LockDesk.get()
                .lockOf(holder)
                .tryAcquire(new LockRequest(left, "nobody", GateRuns.holder(holder), 0, Instant.now()));
        JSONObject stale = site.stale("admin").getJSONArray("locks").getJSONObject(0);
        that(stale).containsEntry("resource", left.toString()).containsEntry("tier", "DEAD");
        site.post("admin", "pause", "reason", "a look");
        site.post("admin", "resume", "reason", "done");
        assertThat(site.post("admin", "reclaim", "id", stale.getString("id"), "reason", "it is dead")
                        .getStatusCode())
                .isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> !site.dashboard("admin")
                        .getJSONObject("reclaim")
                        .get("ended")
                        .equals(NULL));

        that(site.dashboard("admin").getJSONObject("reclaim")).containsEntry("reclaimed", 1);
        that(site.dashboard("admin").getJSONObject("admission"))
                .containsEntry("mode", "OPEN")
                .containsEntry("by", "admin")
                .containsEntry("reason", "done");
        assertThat(document.seen())
                .containsExactlyInAnyOrder(
                        "Admission",
                        "Build",
                        "Dashboard",
                        "Hold",
                        "Holder",
                        "Reaper",
                        "Reclaim",
                        "Run",
                        "RunPage",
                        "Stale",
                        "StalePage",
                        "Target",
                        "Waiting");
        HoldDesk.get().release(hold.id(), "test", "over");
    }

    /** Nobody at all is refused as a whole, see {@link PermissionsTest}. */
    private void everyFieldIsShownToThoseItIsFor() throws Exception {
        Hold parked = raise(Hold.Scope.BRANCH, "b-3", "next", "secret-branch", "secret-waiter #1");
        JSONObject all = site.dashboard("admin");
        WhoSeesWhat fields = new WhoSeesWhat(document);
        fields.check("outsider", Set.of(), all, site.dashboard("outsider"));
        fields.check("insider", Set.of(WhoSeesWhat.READER), all, site.dashboard("insider"));
        fields.check("manager", Set.of(WhoSeesWhat.MANAGER), all, site.dashboard("manager"));
        fields.assertAllHadSomethingToHide();
        for (String path : List.of("", "content", "api/json?depth=9", "api/xml?depth=9", "runs/api/json?depth=9")) {
            assertThat(site.get("outsider", path).getContentAsString()).as(path).doesNotContain("secret");
        }
        HoldDesk.get().release(parked.id(), "test", "over");
    }

    private void theQueueMovesOn() throws Exception {
        SemaphoreStep.success("body/1", null);
        for (WorkflowRun build : List.of(holder, waiter)) {
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            JSONObject target = onlyTarget("admin");
            that(target).containsEntry("holder", NULL).containsEntry("headWaitSeconds", NULL);
            that(target.getJSONArray("queue")).isEmpty();
            that(target.getJSONObject("lastRun"))
                    .containsEntry("branch", "secret-waiter")
                    .containsEntry("outcome", "MERGED");
        });
        JSONObject last = onlyTarget("admin").getJSONObject("lastRun");
        assertThat(last.getLong("waitMillis")).isPositive();
        assertThat(last.getLong("durationMillis"))
                .isGreaterThanOrEqualTo(last.getLong("waitMillis") + last.getLong("holdMillis"));
        // What outsiders saw of it was its holder and its queue.
        that(site.dashboard("outsider").getJSONArray("targets")).isEmpty();
    }

    private void aPageHasItsSize() throws Exception {
        assertThat(branches(site.runs("admin", "?size=2"))).containsExactly("secret-waiter", "secret-holder");
        that(site.runs("admin", "?size=2"))
                .containsEntry("more", true)
                .containsEntry("size", 2)
                .containsEntry("page", 1)
                .containsEntry("complete", true);
        assertThat(branches(site.runs("admin", "?size=2&page=2"))).containsExactly("open-first");
        that(site.runs("admin", "?size=2&page=2")).containsEntry("more", false);
        that(site.runs("half", "?size=2")).as("two of three are theirs").containsEntry("more", false);
        for (String query : List.of("?page=0", "?page=-7", "?page=x", "?page=", "")) {
            that(site.runs("admin", query)).as(query).containsEntry("page", 1);
        }
        for (String query : List.of("?size=999", "?size=201", "?size=99999999999999999999")) {
            that(site.runs("admin", query)).as(query).containsEntry("size", 200);
        }
        that(site.runs("admin", "?page=99999999999999999999")).containsEntry("runs", new JSONArray());
        JSONObject all = JSONObject.fromObject(
                site.get("admin", "api/json?size=1&page=2").getContentAsString());
        assertThat(branches(all.getJSONObject("runs"))).containsExactly("secret-holder");
    }

    @Test
    void theDocumentHasEveryAddressAndNoOther() throws Exception {
        Set<String> expected = new TreeSet<>(List.of("/merge-gate/api/json", "/merge-gate/webhook"));
        for (Method method : MergeGateRootAction.class.getMethods()) {
            if (method.getName().startsWith("do")) {
                String name = method.getName().substring(2);
                expected.add("/merge-gate/" + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
            } else if (Arrays.stream(method.getReturnType().getMethods())
                            .anyMatch(one -> one.getName().equals("getApi"))
                    && method.getDeclaringClass() == MergeGateRootAction.class) {
                expected.add("/merge-gate/" + method.getName().substring(3).toLowerCase(Locale.ROOT) + "/api/json");
            }
        }
        assertThat(document.paths().keySet()).containsExactlyInAnyOrderElementsOf(expected);
        for (String path : document.paths().keySet()) {
            assertThat(map(document.paths().get(path)).keySet())
                    .as(path)
                    .containsExactly(path.endsWith("/json") ? "get" : "post");
        }
    }

    private static Hold raise(Hold.Scope scope, String id, String target, String branch, String by) throws Exception {
        Hold hold = new Hold(
                id + "-0123456789abcdef",
                scope,
                acme.server.url().getAuthority(),
                new RepositoryId("acme", "app"),
                target,
                branch,
                "0123456789abcdef0123456789abcdef01234567",
                scope == Hold.Scope.TARGET ? Reason.MAIN_REGRESSED : Reason.NOT_MERGED,
                "secret text of " + by,
                by,
                Instant.now());
        HoldDesk.get().raise(hold);
        return hold;
    }

    private static JSONObject held(String user, Hold hold) throws Exception {
        for (Object one : site.dashboard(user).getJSONArray("holds")) {
            if (((JSONObject) one).getString("id").equals(hold.id())) {
                return (JSONObject) one;
            }
        }
        throw new AssertionError("no hold " + hold.id());
    }

    private static void assertSeesNothing(String user) throws Exception {
        JSONObject dashboard = site.dashboard(user);
        that(dashboard.getJSONArray("targets")).isEmpty();
        that(dashboard.getJSONArray("holds")).isEmpty();
        that(dashboard.getJSONObject("runs").getJSONArray("runs")).isEmpty();
    }

    private static JSONObject onlyTarget(String user) throws Exception {
        JSONArray targets = site.dashboard(user).getJSONArray("targets");
        that(targets).hasSize(1);
        return targets.getJSONObject(0);
    }

    private static JSONObject target(String user, String name) throws Exception {
        for (Object one : site.dashboard(user).getJSONArray("targets")) {
            if (((JSONObject) one).getString("target").equals(name)) {
                return (JSONObject) one;
            }
        }
        throw new AssertionError("no target " + name);
    }

    private static List<String> branches(JSONObject page) {
        List<String> branches = new ArrayList<>();
        page.getJSONArray("runs").forEach(run -> branches.add(((JSONObject) run).getString("branch")));
        return branches;
    }

    private static LockName lock(String target) {
        return new LockName(acme.server.url().getAuthority(), new RepositoryId("acme", "app"), target);
    }

    private static Instant begun(WorkflowRun build) {
        return Instant.ofEpochMilli(build.getStartTimeInMillis());
    }

    private static MapAssert<Object, Object> that(JSONObject object) {
        Map<Object, Object> fields = new HashMap<>();
        object.keySet().forEach(name -> fields.put(name, object.get(name)));
        return assertThat(fields);
    }

    private static ListAssert<Object> that(JSONArray array) {
        return assertThat(new ArrayList<Object>(array));
    }
}
