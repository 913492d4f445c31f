// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether a request may have its lock now; pure. */
sealed interface Turn {
    /** It has it already. */
    record Mine(Instant since) implements Turn {}

    record Take() implements Turn {}

    /**
     * @param by who is in the way, for people; null when nobody is but the gate is closed to it
     * @param closed why the gate is closed to it, part of a sentence; null when it is not
     * @param position 1 = next
     */
    record Wait(String by, String closed, int position) implements Turn {}

    /**
     * @param build of the request
     * @param remembered by token, who held the lock before a restart and has neither come back nor released it; he goes
     *     before the line
     * @param line everybody who waits, as {@link Admission#order} has it; the request is among them
     */
    static Turn decide(
            Seen seen,
            LockRequest request,
            String build,
            Map<String, String> remembered,
            List<LockRequest> line,
            Admission admission) {
        String token = request.token();
        if (seen.isHeldBy(token, build)) {
            return new Mine(seen.since());
        }
        int position = 1;
        while (!line.get(position - 1).token().equals(token)) {
            position++;
        }
        String closed = admission.whyNot(request.queuedAt());
        if (seen.state() != Seen.State.FREE) {
            return new Wait(seen.by(), closed, position);
        }
        if (remembered.containsKey(token)) {
            return new Take();
        }
        if (!remembered.isEmpty()) {
            return new Wait(
                    remembered.values().iterator().next() + ", which has not given it back yet", closed, position);
        }
        if (closed != null) {
            return new Wait(null, closed, position);
        }
        return position == 1 ? new Take() : new Wait(line.get(0).holder(), null, position);
    }
}
