// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import java.util.ArrayList;
import java.util.List;

/** What the findings say about the token and its scopes. */
final class TokenDoctor {
    static final String REPOSITORY = "write:repository";
    static final String ISSUE = "write:issue";
    static final String USER = "read:user";

    private static final String SCOPE_WORDS = "required scope";

    private TokenDoctor() {}

    static Finding none(FieldNames names) {
        return Finding.error("token", "There is none.", "Give one by " + names.token() + ".");
    }

    static Finding account(String login) {
        return Finding.ok("token", "It belongs to the account " + login + ".");
    }

    static Finding bad(GiteaFailure failure, FieldNames names) {
        String advice = failure.isTransient()
                ? "Try again; check " + names.url() + ", the network and the proxy."
                : "Make a new token and give it by " + names.token() + ".";
        return Finding.error("token", failure.getMessage(), advice);
    }

    /** Whether the call was refused because the token's scopes do not cover it. */
    static boolean isScopeMissing(GiteaFailure failure) {
        return failure.kind() == GiteaFailure.Kind.FORBIDDEN
                && failure.getMessage().contains(SCOPE_WORDS);
    }

    /** @param scopes as Gitea tells them */
    static Finding scopes(List<String> scopes, GateConfig.Report report) {
        List<String> missing =
                needed(report).stream().filter(scope -> !covers(scopes, scope)).toList();
        if (!missing.isEmpty()) {
            return missing(missing, report);
        }
        if (scopes.contains("public-only")) {
            return Finding.warn(
                    "scopes",
                    "The token reaches public repositories only.",
                    "Make one that reaches private ones too, if some are gated.");
        }
        String all = String.join(", ", needed(report));
        return scopes.contains("all")
                ? Finding.ok("scopes", "The token may do everything; " + all + " is enough.")
                : Finding.ok("scopes", "The token has " + all + ".");
    }

    /**
     * For servers that do not tell the scopes.
     *
     * @param unreadable which of the scopes did not even let read
     */
    static Finding tried(List<String> unreadable, GateConfig.Report report) {
        List<String> missing =
                needed(report).stream().filter(unreadable::contains).toList();
        if (!missing.isEmpty()) {
            return missing(missing, report);
        }
        return Finding.ok(
                "scopes",
                "The token reads all that it must; whether it may write, this Gitea tells only when it writes.",
                "It needs " + String.join(", ", needed(report)) + ".");
    }

    private static Finding missing(List<String> missing, GateConfig.Report report) {
        String advice = "Make a token with " + String.join(", ", needed(report)) + ".";
        String lacks = "The token lacks " + String.join(", ", missing);
        return missing.contains(REPOSITORY)
                ? Finding.error("scopes", lacks + ".", advice)
                : Finding.warn("scopes", lacks + ", so that no comment can be written and edited.", advice);
    }

    /** To edit a comment in place, the gate must know which account it is. */
    private static List<String> needed(GateConfig.Report report) {
        List<String> needed = new ArrayList<>(List.of(REPOSITORY));
        if (report.comment()) {
            needed.add(ISSUE);
            needed.add(USER);
        }
        return needed;
    }

    private static boolean covers(List<String> scopes, String scope) {
        return scopes.contains("all")
                || scopes.contains(scope)
                || scope.startsWith("read:") && scopes.contains("write:" + scope.substring("read:".length()));
    }
}
