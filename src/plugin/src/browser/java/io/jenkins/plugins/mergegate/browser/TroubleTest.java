// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import hudson.util.PluginServletFilter;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.SampleHolds;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the dashboard says and does when something goes wrong while somebody looks at it. */
@WithJenkins
class TroubleTest {
    private static final int PAUSE_MILLIS = 4000;

    @TempDir
    static Path directory;

    private static JenkinsRule jenkins;
    private static Office office;

    private Visitor manager;
    private Dashboard dashboard;

    @BeforeAll
    static void open(JenkinsRule rule) {
        jenkins = rule;
        office = new Office(rule, directory);
    }

    @AfterAll
    static void close() throws Exception {
        office.close();
        jenkins.after();
    }

    @BeforeEach
    void visit() throws Exception {
        manager = office.visitor("manager", 1280, 1000);
        dashboard = new Dashboard(manager.page);
    }

    @AfterEach
    void leave() throws Exception {
        manager.close();
        SampleHolds.clear();
    }

    @Test
    void theFocusStaysWhereItIsWhenARowAboveGoes() throws Exception {
        HoldDesk.get().raise(SampleHolds.target("one"));
        HoldDesk.get().raise(SampleHolds.target("two"));
        Hold above = HoldDesk.get().list().get(0);
        Hold below = HoldDesk.get().list().get(1);
        dashboard.open();
        dashboard.release(below).focus();

        HoldDesk.get().release(above.id(), "somebody", "it is over");

        assertThat(dashboard.release(above)).hasCount(0);
        assertThat(dashboard.release(below)).isFocused();
    }

    @Test
    void thatHoldsCannotBeReadIsSaidForEverybodyToReadUntilTheyCan() throws Exception {
        try (Closeable hidden = SampleHolds.unreadable()) {
            assertThatIOException().isThrownBy(HoldDesk.get()::list);
            dashboard.open();
            assertThat(dashboard.holds()).containsText("cannot be read");
            assertThat(Axe.barriers(manager.page, "#merge-gate-holds", Axe.NOTHING))
                    .isEmpty();
            Dark.on(manager.page);
            assertThat(Axe.barriers(manager.page, "#merge-gate-holds", Axe.NOTHING))
                    .as("dark")
                    .isEmpty();
        }
        HoldDesk.get().list();
        assertThat(dashboard.holds()).containsText("Nothing is held");
        assertThat(dashboard.holds()).not().containsText("cannot be read");
    }

    @Test
    void aPreviewThatFailedIsNoAllClear() {
        manager.page.route(
                "**/stale/api/json",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"scanned\": 0, \"locks\": [], \"errors\": [\"java.io.IOException: disk full\"]}")));
        dashboard.open();

        dashboard.reclaim().click();

        assertThat(dashboard.dialog()).containsText("disk full");
        assertThat(dashboard.dialog()).not().containsText("No lock is stale");
    }

    @Test
    void aPreviewThatFoundNothingSaysSo() {
        dashboard.open();

        dashboard.reclaim().click();

        assertThat(dashboard.dialog()).containsText("No lock is stale");
    }

    @Test
    void aPreviewWithoutAnAnswerHasFreedNothing() {
        manager.page.route("**/stale/api/json", Route::abort);
        dashboard.open();

        dashboard.reclaim().click();

        assertThat(dashboard.dialog()).containsText("nothing was freed");
        assertThat(dashboard.dialog()).not().containsText("may have been done");
    }

    @Test
    void whoeverIsLoggedOutIsToldSoUntilHeIsBack() {
        Page page = manager.page;
        page.clock().install();
        dashboard.open();
        manager.logOut();
        page.clock().runFor(PAUSE_MILLIS);
        assertThat(dashboard.connection()).containsText("no longer logged in");

        List<String> looks = new ArrayList<>();
        page.onRequest(request -> looks.add(request.url()));
        page.clock().runFor(10 * 60_000);
        // By the answer to this one, any that was asked before is known of.
        page.evaluate("fetch('../login').then(answer => answer.text())");
        assertThat(looks).singleElement().asString().endsWith("/login");

        manager.loginElsewhere("manager");
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(dashboard.connection()).hasText("");
        page.waitForRequest("**/merge-gate/content", () -> page.clock().runFor(PAUSE_MILLIS));
    }

    /** As when a proxy in front of Jenkins wants a login. */
    @Test
    void whoeverIsSentAwayToLogInIsToldSo() throws Exception {
        Filter guard = (request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().endsWith("/merge-gate/content")) {
                ((HttpServletResponse) response).sendRedirect(jenkins.contextPath + "/login");
            } else {
                chain.doFilter(request, response);
            }
        };
        manager.page.clock().install();
        dashboard.open();
        PluginServletFilter.addFilter(guard);
        try {
            manager.page.clock().runFor(PAUSE_MILLIS);
            assertThat(dashboard.connection()).containsText("no longer logged in");
        } finally {
            PluginServletFilter.removeFilter(guard);
        }
    }
}
