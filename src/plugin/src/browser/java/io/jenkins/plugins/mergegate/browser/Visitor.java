// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who looks at Jenkins, in a window of one size, and what the browser complained of meanwhile. */
final class Visitor implements AutoCloseable {
    /** Tells of what the policy of Jenkins keeps a page from doing; the console may be silent about it. */
    private static final String WATCH_POLICY = "document.addEventListener('securitypolicyviolation', event =>"
            + " console.error('policy ' + event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sample))";

    /** More than a bar that stays in the window while the page is scrolled is high. */
    private static final int BAR = 200;

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

    /** One part of the page, in a window that is high enough for it, so that no bar of Jenkins lies upon it. */
    void photograph(Locator part, int margin, String name) {
        ViewportSize window = page.viewportSize();
        BoundingBox size = part.boundingBox();
        page.setViewportSize(window.width, (int) size.height + 2 * BAR);
        part.evaluate("one => one.scrollIntoView({block: 'center'})");
        BoundingBox at = part.boundingBox();
        page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setClip(at.x - margin, at.y - margin, size.width + 2 * margin, size.height + 2 * margin)
                .setPath(SCREENSHOTS.resolve(name + ".png")));
        page.setViewportSize(window.width, window.height);
    }

    @Override
    public void close() {
        context.close();
    }
}
