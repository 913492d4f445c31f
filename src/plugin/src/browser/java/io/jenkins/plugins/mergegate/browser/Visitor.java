// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who looks at Jenkins, in a window of one size, and what the browser complained of meanwhile. */
final class Visitor implements AutoCloseable {
    /** Tells of what the policy of Jenkins keeps a page from doing; the console may be silent about it. */
    private static final String WATCH_POLICY = "document.addEventListener('securitypolicyviolation', event =>"
            + " console.error('policy ' + event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sample))";

    /** What stays in the window while the page is scrolled, and would lie upon a part that is longer than the window. */
    private static final String NO_BARS = ".jenkins-header, #bottom-sticker { visibility: hidden !important }";

    private static final Path SCREENSHOTS = Path.of(System.getProperty("screenshots", "target/screenshots"));

    final Page page;
    private final BrowserContext context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Visitor(BrowserContext context) {
        this.context = context;
        context.addInitScript(WATCH_POLICY);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
    }

    /** With a password that is the name. */
    void login(String user) {
        login(page, user);
    }

    /** In another tab. */
    void loginElsewhere(String user) {
        try (Page other = context.newPage()) {
            login(other, user);
        }
    }

    private static void login(Page page, String user) {
        page.navigate("login");
        page.fill("#j_username", user);
        page.fill("#j_password", user);
        page.press("#j_password", "Enter");
        page.waitForURL(url -> !url.contains("login"));
    }

    /** As when a session comes to its end. */
    void logOut() {
        context.clearCookies();
    }

    /** Console errors, exceptions, and breaches of the content security policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What is in the window. */
    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** The whole page, also what is below the window. */
    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** One part of the page. */
    void photograph(Locator part, String name) {
        part.screenshot(new Locator.ScreenshotOptions().setStyle(NO_BARS).setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Override
    public void close() {
        context.close();
    }
}
