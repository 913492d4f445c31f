// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.git.GitResult;
import java.io.Serializable;

/** A {@link GitResult} on its way to the controller, which takes no classes of the engine from an agent. */
record AgentAnswer(String ending, int exit, String out, String err) implements Serializable {
    private static final long serialVersionUID = 1L;

    static AgentAnswer of(GitResult result) {
        return new AgentAnswer(result.ending().name(), result.exit(), result.out(), result.err());
    }

    GitResult toResult() {
        return new GitResult(GitResult.Ending.valueOf(ending), exit, out, err);
    }

    @Override
    public String toString() {
        return ending + " " + exit;
    }
}
