// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

/** What an administrator does to set up the gate, with mouse and keyboard. */
final class AdminScreen {
    /** The part of Manage Jenkins &gt; System that is ours. */
    static final String SECTION = ".jenkins-section:has(> #merge-gate)";

    /** The form of the only step that is open in the snippet generator. */
    static final String STEP = ".dropdownList-container:has(> div select[name='_.retest'])";

    private final Page page;

    AdminScreen(Page page) {
        this.page = page;
    }

    /** Adds a secret text to the credentials of Jenkins. */
    void addSecret(String id, String secret) {
        page.navigate("manage/credentials/store/system/domain/_/");
        button(page.locator("body"), "Add Credentials").click();
        Locator dialog = page.locator("dialog.jenkins-dialog");
        dialog.getByText("Secret text", new Locator.GetByTextOptions().setExact(true))
                .click();
        button(dialog, "Next").click();
        dialog.locator("input[name='_.secret']").fill(secret);
        dialog.locator("input[name='_.id']").fill(id);
        button(dialog, "Create").click();
        page.getByText(id, new Page.GetByTextOptions().setExact(true))
                .first()
                .waitFor();
    }

    void open() {
        page.navigate("manage/configure");
        section().waitFor();
    }

    Locator section() {
        return page.locator(SECTION);
    }

    /** An empty one, which Jenkins has looked at when this returns. */
    void addServer() {
        button(section(), "Add server").click();
        section()
                .locator(".jenkins-form-item:has(> * > input[name='_.url']) .validation-error-area[style]")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    void fillServer(String name, String url, String credentials) {
        section().locator("input[name='_.name']").first().fill(name);
        section().locator("input[name='_.url']").fill(url);
        page.keyboard().press("Tab");
        Locator accounts = section().locator("select[name='_.credentialsId']");
        accounts.locator("option[value='" + credentials + "']").waitFor(
                new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        accounts.selectOption(credentials);
    }

    void testConnection(String repository) {
        section().locator("input[name='_.testRepository']").fill(repository);
        button(section(), "Test connection").click();
    }

    /** The word at the beginning of what "Test connection" found. */
    Locator level(String subject) {
        return section()
                .locator(".jenkins-validate-button__container__status")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(subject + ":"))
                .locator(".jenkins-badge");
    }

    /** What is wrong in the section, as the fields say. */
    Locator errors() {
        return section().locator(".validation-error-area .error");
    }

    /** Opens the part "Advanced". */
    void advance() {
        button(section(), "Advanced").click();
    }

    /** What tells that something below "Advanced" was changed. */
    Locator edited() {
        return section().locator(".jenkins-edited-section-label");
    }

    /** Opens the form of {@code mergeGate} in the snippet generator. */
    Locator step() {
        page.navigate("pipeline-syntax/");
        Locator steps = page.locator("select.dropdownList").first();
        Locator gate = steps.locator("option").filter(new Locator.FilterOptions().setHasText("mergeGate:"));
        steps.selectOption(gate.textContent());
        return page.locator(STEP);
    }

    void save() {
        button(page.locator("body"), "Save").click();
        page.waitForURL(url -> !url.endsWith("configure"));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }
}
