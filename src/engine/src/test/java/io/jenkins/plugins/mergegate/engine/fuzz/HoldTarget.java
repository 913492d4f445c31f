// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** A hold: any file with its name is one, damaged or not, and what is damaged holds on. */
public final class HoldTarget {
    private static final String SERVER = "git.example.org";
    private static final RepositoryId REPOSITORY = RepositoryId.parse("team/app");
    private static final String ID = Holds.id(Hold.Scope.TARGET, SERVER, REPOSITORY, "main", null);
    private static final Workplace PLACE = new Workplace("holds/" + ID + ".json");

    private HoldTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        PLACE.put(data);
        List<Hold> holds = new FileHoldStore(PLACE.state, Clock.systemUTC(), 0).list();
        Holds.Run run = new Holds.Run(SERVER, REPOSITORY, "main", "a".repeat(40), 0);
        boolean blocked = Holds.blocking(holds, run, 100, Instant.EPOCH, 1).isPresent();
        Holds.obsolete(holds, SERVER, REPOSITORY, "feature/x", "b".repeat(40));
        if (holds.size() != 1 || holds.get(0).damaged() && !blocked) {
            throw new IllegalStateException("a damaged hold let somebody pass");
        }
    }
}
