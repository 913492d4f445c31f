// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gitea.AnswerClass;
import org.jvnet.localizer.ResourceBundleHolder;

/** The words that pages have for what the records name in capitals, in the language of who reads. */
public final class Wording {
    private static final ResourceBundleHolder TEXTS = ResourceBundleHolder.get(Messages.class);

    private Wording() {}

    /** What a run does in a phase, to be put after "the run". */
    public static String phase(Phase phase) {
        return TEXTS.format("phase." + phase);
    }

    public static String outcome(Outcome outcome) {
        return TEXTS.format("outcome." + outcome);
    }

    public static String reason(Reason reason) {
        return TEXTS.format("reason." + reason);
    }

    /** What the server did, to be put after its status. */
    static String answer(AnswerClass kind) {
        return TEXTS.format("answer." + kind);
    }

    /** @param about {@code ancestry}, {@code tree} or {@code gitea} */
    static String proof(String about, @CheckForNull Boolean found) {
        String how = found == null ? "unknown" : found ? "yes" : "no";
        return TEXTS.format("proof." + about + "." + how);
    }
}
