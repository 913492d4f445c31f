// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;

/** Who wants a run. Called on a thread of the gate, one call at a time. */
public interface RunCaller {
    /** The run that it calls. */
    String id();

    /** Run the body on the candidate, then call {@link GateWorker#bodyFinished}. */
    void body(GateStep.RunBody step);

    /** The run waits; it goes on by itself. */
    void waiting(GateStep.Wait step);

    /** The run is over. */
    void finished(GateState state);

    /** The run cannot go on because of a defect; its record stays open. */
    void broken(Throwable defect);

    /** A person's line for the log. */
    void line(String text);
}
