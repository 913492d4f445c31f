// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.engine.state.SetClock;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.faults.MergeMoment;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.time.Duration;
import java.time.Instant;

/**
 * A merge at which the server is still at work when its client is gone. Gitea ends what it has begun within seconds, so
 * it is let go before more than those have passed on the clock of the trial.
 */
final class LateMerge {
    static final int PATIENCE_MILLIS = 150;
    private static final Duration AT_WORK = Duration.ofSeconds(5);

    private final EmbeddedGitea server;
    private final SetClock clock;
    private Hold hold;
    private boolean armed;
    private Duration patience;
    private Instant gone;

    LateMerge(EmbeddedGitea server, SetClock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** The next merge call will not be answered in time. @param waits how long its client waits on the clock of the trial */
    void arm(Duration waits) {
        if (hold == null) {
            patience = waits;
            hold = server.faults().on(Call.MERGE).once().hangDuring(MergeMoment.BEFORE_PUSH);
            armed = true;
        }
    }

    /** Whether a merge call of now is not answered in time: it is the late one, or waits behind it. */
    boolean delaysCalls() {
        return armed || gone != null;
    }

    void clientIsGone() {
        if (armed) {
            armed = false;
            clock.advance(patience);
            gone = clock.instant();
        }
    }

    boolean isPending() {
        return gone != null;
    }

    /** Whether the server would be at work longer than it can, were the clock put forward by that much. */
    boolean isTooLate(Duration by) {
        return gone != null && !clock.instant().plus(by).isBefore(gone.plus(AT_WORK));
    }

    /** The server ends its work. */
    void land() {
        if (gone != null) {
            hold.release();
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> server.requests().stream()
                            .filter(request -> request.call() == Call.MERGE)
                            .allMatch(request -> request.status() != 0));
            gone = null;
            hold = null;
        }
    }
}
