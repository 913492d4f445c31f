// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.util.logging.Logger;

/** One line for each change of what is held, in a log of its own: what, who, why. */
final class Audit {
    static final String NAME = "io.jenkins.plugins.mergegate.audit";

    private static final Logger LOGGER = Logger.getLogger(NAME);

    private Audit() {}

    static void raised(Hold hold) {
        line("raised", hold, hold.by(), hold.reason() + ": " + hold.message());
    }

    static void released(Hold hold, String by, String reason) {
        line("released", hold, by, reason);
    }

    static void expired(Hold hold, int hours) {
        line("expired", hold, "holdExpiryHours", "it is older than " + hours + " hours");
    }

    /** Parts of it come from branch names, servers and people: none of them begins a line of its own. */
    private static void line(String what, Hold hold, String by, String why) {
        LOGGER.info(
                () -> Texts.plain("Hold " + hold.id() + " on " + thing(hold) + " " + what + " by " + by + ": " + why));
    }

    private static String thing(Hold hold) {
        if (hold.damaged()) {
            return "what its damaged file named";
        }
        String target = hold.server() + "/" + hold.repository() + " " + hold.target();
        return hold.scope() == Hold.Scope.TARGET
                ? target
                : target + " for " + hold.branch() + " at " + Texts.shortSha(hold.sha());
    }
}
