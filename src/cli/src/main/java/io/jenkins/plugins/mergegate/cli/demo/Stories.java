// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;

/** All stories, in their order. */
public final class Stories {
    private Stories() {}

    public static List<Story> all() {
        return List.of(
                new RedTogether(),
                new BehindMain(),
                new TryAgainStorm(),
                new ErrorAfterMerge(),
                new PhantomMerge(),
                new RealConflict(),
                new MergedAlready(),
                new DeadHolder(),
                new LostMarker());
    }
}
