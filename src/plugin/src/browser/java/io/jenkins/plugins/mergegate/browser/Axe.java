// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Looks for barriers with axe-core. */
final class Axe {
    private static final String RUN =
            """
            ({ours, theirs}) => axe.run({include: [ours], exclude: theirs.filter(one => document.querySelector(one))}).then(
                result => result.violations
                    .filter(one => ['serious', 'critical'].includes(one.impact))
                    .flatMap(one => one.nodes.map(node => ({
                        rule: one.impact + ' ' + one.id,
                        where: node.target.join(' '),
                        html: node.html,
                        why: node.failureSummary}))))
            """;

    /** Something that keeps people from using a page. @param where a CSS selector */
    record Barrier(String rule, String where, String html, String why) {}

    /**
     * What the form tags of Jenkins and of its credentials write, whoever uses them: labels that are tied to no field, links
     * to help that come last, pale messages. A plugin cannot change them.
     */
    static final List<String> JENKINS_FORMS = List.of(
            ".jenkins-help-button",
            ".jenkins-checkbox",
            "textarea.jenkins-input",
            ".credentials-select",
            ".validation-error-area",
            ".jenkins-edited-section-label");

    private Axe() {}

    /**
     * Serious and critical ones.
     *
     * @param ours a CSS selector of what to look at
     * @param theirs selectors of what to leave out
     */
    static List<Barrier> barriers(Page page, String ours, List<String> theirs) {
        page.evaluate(script());
        List<?> found = (List<?>) page.evaluate(RUN, Map.of("ours", ours, "theirs", theirs));
        return found.stream().map(one -> barrier((Map<?, ?>) one)).toList();
    }

    private static Barrier barrier(Map<?, ?> found) {
        return new Barrier(
                (String) found.get("rule"),
                (String) found.get("where"),
                (String) found.get("html"),
                (String) found.get("why"));
    }

    private static String script() {
        try (InputStream axe = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(axe.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
