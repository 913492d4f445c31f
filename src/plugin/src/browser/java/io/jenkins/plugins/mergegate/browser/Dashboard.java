// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.jenkins.plugins.mergegate.engine.hold.Hold;

/** {@code /merge-gate/} as people use it. */
final class Dashboard {
    /** All that the plugin renders there. */
    static final String PART = "#main-panel";

    private final Page page;

    Dashboard(Page page) {
        this.page = page;
    }

    void open() {
        page.navigate("merge-gate/");
        targets().waitFor();
    }

    Locator state() {
        return page.locator("#merge-gate-state");
    }

    Locator holds() {
        return page.locator("#merge-gate-holds");
    }

    Locator targets() {
        return page.locator("#merge-gate-targets");
    }

    Locator runs() {
        return page.locator("#merge-gate-runs");
    }

    Locator reaper() {
        return page.locator("#merge-gate-reaper");
    }

    /** What came of the last action. */
    Locator result() {
        return page.locator("#merge-gate-result");
    }

    /** The dialog that is open. */
    Locator dialog() {
        return page.locator("dialog[open]");
    }

    /** The field for the reason, of the dialog that is open. */
    Locator reason() {
        return dialog().locator("input[name=reason]");
    }

    /** Who waits, in order. */
    Locator queue() {
        return targets().locator("ol li");
    }

    /** What became of the runs of a branch, the latest first. */
    Locator run(String branch) {
        return runs().locator("tbody tr", new Locator.LocatorOptions().setHasText(branch))
                .first();
    }

    Locator pause() {
        return page.locator("#merge-gate-pause");
    }

    Locator resume() {
        return page.locator("#merge-gate-resume");
    }

    Locator reclaim() {
        return page.locator("#merge-gate-reclaim");
    }

    /** Of the only hold. */
    Locator release() {
        return page.locator("button[id^='merge-gate-release-']");
    }

    Locator release(Hold hold) {
        return page.locator("#merge-gate-release-" + hold.id());
    }

    /** Whether the page still knows how things are. */
    Locator connection() {
        return page.locator("#merge-gate-connection");
    }

    /** Writes the reason into the open dialog and confirms it. */
    void confirm(String reason) {
        reason().fill(reason);
        dialog().locator("button[type=submit]").click();
    }

    /** Whether a page is wider than the window. */
    static boolean scrollsSideways(Page page) {
        return (boolean)
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }
}
