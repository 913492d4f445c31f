// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import io.jenkins.plugins.mergegate.audit.AuditLog;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;

/** One line for each change of what is held: what, who, why. */
final class Audit {
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

    private static void line(String what, Hold hold, String by, String why) {
        AuditLog.line("Hold " + hold.id() + " on " + thing(hold) + " " + what + " by " + by + ": " + why);
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
