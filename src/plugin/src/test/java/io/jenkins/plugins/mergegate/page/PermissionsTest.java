// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import io.jenkins.plugins.mergegate.lock.Admission;
import io.jenkins.plugins.mergegate.lock.AdmissionDesk;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import net.sf.json.JSONNull;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who gets which answer at each address under {@code /merge-gate/}. */
@WithJenkins
class PermissionsTest {
    private static final String WHY = "maintenance";

    private static Site site;

    private Hold hold;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
        site = new Site(rule, new OpenApi());
        await().atMost(Duration.ofSeconds(60)).until(() -> GateRuns.get().mayLookUpBuilds());
    }

    @BeforeEach
    void raise() throws Exception {
        hold = SampleHolds.target("app");
        HoldDesk.get().raise(hold);
    }

    @AfterEach
    void clear() throws Exception {
        SampleHolds.clear();
        AdmissionDesk.get().resume("the test is over");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                403, 200, 200, 200",
        "content,           403, 200, 200, 200",
        "api/json,          403, 200, 200, 200",
        "runs/api/json,     403, 200, 200, 200",
        "stale/api/json,    403, 403, 200, 200",
        "api/xml,           403, 200, 200, 200",
        "runs/api/xml,      403, 200, 200, 200",
        "stale/api/xml,     403, 403, 200, 200",
        "runs/,             403, 404, 404, 404",
        "stale/,            403, 403, 404, 404",
        "_state,            403, 404, 404, 404",
        "_holds,            403, 404, 404, 404",
        "_targets,          403, 404, 404, 404",
        "_waiting,          403, 404, 404, 404",
        "_runs,             403, 404, 404, 404",
        "_reaper,           403, 404, 404, 404",
        "_dialogs,          403, 404, 404, 404",
        "_sections,         403, 404, 404, 404",
        "holds/api/json,    403, 404, 404, 404",
        "targets/api/json,  403, 404, 404, 404",
        "reaper/api/json,   403, 404, 404, 404",
        "reclaim/api/json,  403, 404, 404, 404",
    })
    void whoReadsWhat(String path, int nobody, int reader, int manager, int admin) throws Exception {
        assertThat(site.get(null, path).getStatusCode()).as("nobody").isEqualTo(nobody);
        assertThat(site.get("reader", path).getStatusCode()).as("reader").isEqualTo(reader);
        assertThat(site.get("manager", path).getStatusCode()).as("manager").isEqualTo(manager);
        assertThat(site.get("admin", path).getStatusCode()).as("admin").isEqualTo(admin);
    }

    /** What a reclaim of an unknown lock frees is nothing; that it is taken in hand is what the status says. */
    @ParameterizedTest
    @CsvSource({
        "releaseHold, 200",
        "reclaim,     202",
        "pause,       200",
        "drain,       200",
        "resume,      200",
    })
    void whoDoesWhat(String action, int done) throws Exception {
        for (String user : new String[] {null, "reader"}) {
            assertThat(act(user, action).getStatusCode()).as("%s", user).isEqualTo(403);
            assertNothingChanged();
        }
        for (String user : new String[] {"manager", "admin"}) {
            HoldDesk.get().raise(hold);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ReclaimDesk.get().last() == null
                            || ReclaimDesk.get().last().isOver());
            assertThat(act(user, action).getStatusCode()).as(user).isEqualTo(done);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"releaseHold", "reclaim", "pause", "drain", "resume"})
    void aLinkOrAForeignPageDoesNothing(String action) throws Exception {
        ReclaimRow before = ReclaimDesk.get().last();
        for (String user : new String[] {"reader", "manager", "admin"}) {
            assertThat(site.get(user, action + "?id=" + hold.id() + "&reason=x").getStatusCode())
                    .as("GET by %s", user)
                    .isEqualTo(404);
            assertThat(site.postWithoutCrumb(user, action, "id", hold.id(), "reason", WHY)
                            .getStatusCode())
                    .as("POST without crumb by %s", user)
                    .isEqualTo(403);
        }
        assertNothingChanged();
        assertThat(ReclaimDesk.get().last()).isSameAs(before);
    }

    /** They name files and hosts. */
    @Test
    void whatFailedIsToldToThoseWhoManageTheGate() throws Exception {
        Path journal = GateRuns.get().directory().resolve("journal");
        Path away = journal.resolveSibling("away");
        Files.move(journal, away);
        Files.writeString(journal, "in the way");
        try {
            MergeGateReaper.get().tick(new GateConfig.Reaper(true, 60, 2, 120, false, false), Duration.ZERO);
        } finally {
            Files.delete(journal);
            Files.move(away, journal);
        }
        String file = journal.toString();

        for (String user : new String[] {"manager", "admin"}) {
            assertThat(site.dashboard(user).getJSONObject("reaper").getString("errors"))
                    .as(user)
                    .contains(file);
            assertThat(site.get(user, "").getContentAsString()).as(user).contains(file);
        }
        assertThat(site.dashboard("reader").getJSONObject("reaper").get("errors"))
                .isEqualTo(JSONNull.getInstance());
        for (String path : new String[] {"", "content", "api/json", "api/json?depth=9", "api/xml?depth=9"}) {
            assertThat(site.get("reader", path).getContentAsString()).as(path).doesNotContain(file);
            assertThat(site.get(null, path).getContentAsString()).as(path).doesNotContain(file);
        }
    }

    @Test
    void aDrainIsShownWithWhoAndWhy() throws Exception {
        assertThat(act("manager", "drain").getStatusCode()).isEqualTo(200);

        var shown = site.dashboard("reader").getJSONObject("admission");
        assertThat(shown.getString("mode")).isEqualTo("DRAINING");
        assertThat(shown.getString("by")).isEqualTo("manager");
        assertThat(shown.getString("reason")).isEqualTo(WHY);
    }

    private WebResponse act(String user, String action) throws Exception {
        return site.post(user, action, "id", hold.id(), "reason", WHY);
    }

    private void assertNothingChanged() throws Exception {
        assertThat(HoldDesk.get().list()).containsExactly(hold);
        assertThat(AdmissionDesk.get().current().mode()).isEqualTo(Admission.Mode.OPEN);
    }
}
