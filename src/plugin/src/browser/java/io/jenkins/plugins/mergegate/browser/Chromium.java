// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The Chromium of this machine. Without one there is nothing to test, and that is a failure. */
final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        Path program = program();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(program));
        return new Chromium(playwright, browser);
    }

    /** The program that the variable CHROMIUM names, else the first one on the path. */
    private static Path program() {
        String named = System.getenv("CHROMIUM");
        Stream<Path> candidates = named == null
                ? Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome", "chrome")
                                .map(Path.of(directory)::resolve))
                : Stream.of(Path.of(named));
        return candidates
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "These tests need Chromium: put it on the path, or name the program in CHROMIUM."));
    }

    /** A visitor with cookies of its own. @param jenkins the address, with a slash at its end */
    Visitor visitor(URL jenkins, int width, int height) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setBaseURL(Objects.toString(jenkins))
                .setViewportSize(width, height)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE);
        return new Visitor(browser.newContext(options));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
