// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import java.io.IOException;

/** What a failure of the world means for a run. Pure. */
final class Trouble {
    private Trouble() {}

    /** Whether the same phase may be tried again. */
    static boolean isTransient(Exception failure) {
        return failure instanceof GitFailure git && git.isTransient()
                || failure instanceof GiteaFailure gitea && gitea.isTransient();
    }

    static boolean isInterruption(Exception failure) {
        return failure instanceof GitFailure git && git.kind() == GitFailure.Kind.INTERRUPTED;
    }

    /** @param called whether a merge call was made: then nobody knows what became of it */
    static Ending ending(Exception failure, boolean called) {
        String unknown = called ? " Whether the merge happened is not known; look before you run the gate again." : "";
        return new Ending(Outcome.HELD, reason(failure), sentence(failure) + unknown);
    }

    private static Reason reason(Exception failure) {
        if (failure instanceof GitFailure git) {
            return git.isTransient() ? Reason.GITEA_UNREACHABLE : Reason.GIT_ERROR;
        }
        if (failure instanceof GiteaFailure gitea) {
            return switch (gitea.kind()) {
                case UNREACHABLE, MALFORMED -> Reason.GITEA_UNREACHABLE;
                case UNAUTHORIZED, REDIRECT, NOT_FOUND -> Reason.CONFIGURATION;
                case FORBIDDEN, CONFLICT, INVALID -> Reason.MERGE_REFUSED;
            };
        }
        return failure instanceof InvalidInput ? Reason.CONFIGURATION : Reason.GIT_ERROR;
    }

    private static String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        if (failure instanceof InvalidInput) {
            return message;
        }
        String text = failure instanceof GitFailure
                ? "git: " + message
                : failure instanceof GiteaFailure
                        ? "gitea: " + message
                        : failure instanceof IOException
                                ? "The state directory cannot be used: " + failure
                                : "Unexpected: " + failure;
        return text.endsWith(".") ? text : text + ".";
    }
}
