// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import java.util.List;
import java.util.Random;

/** People who do as they like with branches, pull requests and holds. */
final class People {
    private final World world;
    private final Random random;
    private final List<String> branches;

    People(World world, Random random, List<String> branches) {
        this.world = world;
        this.random = random;
        this.branches = branches;
    }

    /** Something that somebody does; what it was. */
    String act() {
        String branch = branches.get(random.nextInt(branches.size()));
        int what = random.nextInt(100);
        try {
            return act(what, branch);
        } catch (RuntimeException e) {
            return "somebody tried in vain (" + what + "): " + e.getMessage();
        }
    }

    private String act(int what, String branch) {
        if (what < 22) {
            return "somebody pushes " + world.commit(World.TARGET) + " to main";
        }
        if (what < 38) {
            return "somebody pushes " + world.commit(branch) + " to " + branch;
        }
        if (what < 46) {
            return "somebody rewrites " + branch + " as " + world.rewrite(branch);
        }
        if (what < 52) {
            return throwAwayLastOfMain();
        }
        if (what < 56) {
            world.repository.deleteBranch(branch);
            return "somebody deletes " + branch;
        }
        if (what < 64) {
            world.releaseHolds();
            return "somebody releases all holds";
        }
        return actOnPull(what);
    }

    private String throwAwayLastOfMain() {
        List<String> line = world.repository.log(World.TARGET);
        if (line.size() < 2) {
            return "somebody looks at main";
        }
        world.repository.forceUpdate(World.TARGET, line.get(1));
        return "somebody throws away the last of main";
    }

    private String actOnPull(int what) {
        List<PullRequest> pulls = world.repository.pullRequests();
        if (pulls.isEmpty()) {
            String branch = branches.get(random.nextInt(branches.size()));
            return "somebody opens "
                    + world.repository
                            .openPullRequest(branch, World.TARGET, "By hand")
                            .number();
        }
        long number = pulls.get(random.nextInt(pulls.size())).number();
        if (what < 72) {
            world.repository.close(number);
            return "somebody closes #" + number;
        }
        if (what < 78) {
            world.repository.reopen(number);
            return "somebody opens #" + number + " again";
        }
        if (what < 84) {
            world.repository.retarget(number, "other");
            return "somebody retargets #" + number;
        }
        if (what < 88) {
            world.repository.retarget(number, World.TARGET);
            return "somebody retargets #" + number + " to main";
        }
        if (what < 94) {
            world.repository.rename(number, "WIP: not yet");
            return "somebody marks #" + number + " as work in progress";
        }
        MergeStyle style = random.nextBoolean() ? MergeStyle.MERGE : MergeStyle.SQUASH;
        if (world.lateMerge.isPending()) {
            // The server does one merge of a pull request after the other, and this schedule has one thread.
            return "somebody wants to merge #" + number + " and gives up waiting";
        }
        world.repository.merge(number, style);
        return "somebody merges #" + number + " by " + style;
    }
}
