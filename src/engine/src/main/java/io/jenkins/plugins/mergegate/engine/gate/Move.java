// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;

/** What a phase decided. */
sealed interface Move {
    /** On to the next phase; the state it starts from. */
    record Go(GateState state, Phase next) implements Move {}

    /** The same phase again, later. */
    record Pause(GateState state, Duration delay, String why) implements Move {}

    /** The caller's body is next. */
    record Body(GateState state) implements Move {}

    record End(GateState state, Ending ending) implements Move {}

    static Move end(GateState state, Outcome outcome, Reason reason, String message) {
        return new End(state, new Ending(outcome, reason, message));
    }

    /** Not now. The run that was put off too often already is held. */
    static Move deferred(GateState state, Reason reason, String message) {
        return state.request().lastTry()
                ? held(state, Reason.DEFER_LIMIT, Texts.deferLimit(message))
                : end(state, Outcome.DEFERRED, reason, message);
    }

    static Move held(GateState state, Reason reason, String message) {
        return end(state, Outcome.HELD, reason, message);
    }
}
