// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import java.util.List;

/** Version 1.22 has one text for most things that are not there, and for some the name of a function. */
final class OldWords {

    private static final List<String> MISSING = List.of("not found", "ref \"", "comment does not exist");

    private OldWords() {}

    static Refusal of(Refusal refusal) {
        if (refusal.status() != 404) {
            return refusal;
        }
        String text = refusal.getMessage();
        if (text.startsWith("pull request does not exist")) {
            return Refusal.of(404, "GetPullRequestByIndex");
        }
        return MISSING.stream().anyMatch(text::startsWith) ? Refusal.of(404, "The target couldn't be found.") : refusal;
    }
}
