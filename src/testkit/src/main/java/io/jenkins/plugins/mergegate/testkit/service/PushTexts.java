// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import java.util.Optional;

/** What a rejected push of the merge looks like in the answer. */
final class PushTexts {

    private PushTexts() {}

    static String rejected(Flavour flavour, String reason) {
        String prefix = flavour == Flavour.V1_22 ? "Gitea: " : "";
        return "PushRejected with remote message: " + prefix + reason;
    }

    static String lostRace(Flavour flavour, String ref, Optional<String> is, String expected) {
        String prefix = flavour == Flavour.V1_22 ? "error: " : "";
        return "PushRejected with remote message: " + prefix + "cannot lock ref '" + ref + "': is at "
                + is.orElse("0000000") + " but expected " + expected;
    }
}
