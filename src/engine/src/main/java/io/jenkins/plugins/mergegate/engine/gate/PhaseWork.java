// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import java.io.IOException;

/** The work of one phase. May be done twice: the run may have died right after the first time. */
interface PhaseWork {
    Move run(GateState state) throws GitFailure, GiteaFailure, IOException;
}
