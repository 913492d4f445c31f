// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.audit;

import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.util.logging.Logger;

/** The log of what people and the gate decide: one line each, who and why. */
public final class AuditLog {
    private static final Logger LOGGER = Logger.getLogger("io.jenkins.plugins.mergegate.audit");

    private AuditLog() {}

    /** Parts of a line come from branch names, servers and people: none of them begins a line of its own. */
    public static void line(String text) {
        LOGGER.info(() -> Texts.plain(text));
    }
}
