// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;

/** The agent gave no answer. The message is fit for a log. */
final class AgentFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Ending ending;

    AgentFailure(Ending ending, String message, Throwable cause) {
        super(message, cause);
        this.ending = ending;
    }

    /** NOT_STARTED, TIMED_OUT or INTERRUPTED: then this thread's flag is set. */
    Ending ending() {
        return ending;
    }
}
