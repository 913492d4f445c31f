// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

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

    /** A button of the page or of the dialog, by the beginning of its name. */
    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    /** Writes the reason into the open dialog and confirms it. */
    void confirm(String reason) {
        dialog().locator("input[name=reason]").fill(reason);
        dialog().locator("button[type=submit]").click();
    }

    /** Whether the page is wider than the window. */
    boolean scrollsSideways() {
        return (boolean)
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }
}
