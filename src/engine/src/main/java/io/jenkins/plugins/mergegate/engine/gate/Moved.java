// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.text.Texts;

/** The end of a run whose branch is not where the run left it. */
final class Moved {
    private Moved() {}

    static Move branch(GateState state, String expected, String actual) {
        String branch = state.request().branch();
        return Move.end(
                state,
                Outcome.BRANCH_MOVED,
                null,
                actual == null ? Texts.branchGone(branch) : Texts.branchMoved(branch, expected, actual));
    }
}
