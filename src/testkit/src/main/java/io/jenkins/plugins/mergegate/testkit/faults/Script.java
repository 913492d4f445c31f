// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.faults;

import java.util.List;
import java.util.Optional;

/** The faults that act on one request. */
public record Script(Optional<Effect.Answer> answer, List<Effect.Side> sides) {

    public static final Script NONE = new Script(Optional.empty(), List.of());

    public Script {
        sides = List.copyOf(sides);
    }

    public void before() {
        run(false);
    }

    public void after() {
        run(true);
    }

    public void at(MergeMoment moment) {
        for (Effect.Side side : sides) {
            if (side instanceof Effect.During during && during.moment() == moment) {
                during.task().run();
            }
        }
    }

    private void run(boolean afterWork) {
        for (Effect.Side side : sides) {
            if (side instanceof Effect.Run run && run.afterWork() == afterWork) {
                run.task().run();
            }
        }
    }
}
