// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.Page;
import java.util.Map;

/**
 * A dark theme, in the browser alone. Jenkins itself has none: the plugin Dark Theme sets variables of its style sheet, and
 * so does this, with colours of its own.
 */
final class Dark {
    private static final Map<String, String> COLORS = Map.ofEntries(
            Map.entry("--background", "#1c1c21"),
            Map.entry("--text-color", "#f2f2f7"),
            Map.entry("--text-color-secondary", "#b4b4bd"),
            Map.entry("--link-color", "#66c2ff"),
            Map.entry("--link-visited-color", "#66c2ff"),
            Map.entry("--white", "#2c2c31"),
            Map.entry("--black", "#e8e8ee"),
            Map.entry("--card-background", "#26262b"),
            Map.entry("--table-background", "#26262b"),
            Map.entry("--table-body-background", "#1f1f24"),
            Map.entry("--table-body-foreground", "#f2f2f7"),
            Map.entry("--table-header-foreground", "#f2f2f7"),
            Map.entry("--input-color", "#26262b"),
            Map.entry("--input-border", "#77777f"),
            Map.entry("--pre-background", "#26262b"),
            Map.entry("--panel-border-color", "#3a3a42"),
            Map.entry("--header-background", "#1c1c21"),
            Map.entry("--breadcrumbs-bar-background", "#1c1c21"),
            Map.entry("--blue", "#4da3ff"),
            Map.entry("--green", "#4fd177"),
            Map.entry("--orange", "#ffab40"),
            Map.entry("--red", "#ff7066"),
            Map.entry("--yellow", "#ffd54d"));

    private Dark() {}

    /** Until the page is left. */
    static void on(Page page) {
        page.evaluate(
                """
                colors => {
                    const root = document.documentElement;
                    root.style.colorScheme = 'dark';
                    Object.entries(colors).forEach(([name, value]) => root.style.setProperty(name, value));
                }
                """,
                COLORS);
    }

    static void off(Page page) {
        page.evaluate("document.documentElement.removeAttribute('style')");
    }
}
