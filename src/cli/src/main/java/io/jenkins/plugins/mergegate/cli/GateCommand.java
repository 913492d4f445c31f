// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.gate.GateReport;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code merge-gate gate}: takes one branch through the gate. */
@Command(
        name = "gate",
        sortOptions = false,
        description = "Catches a branch up with its target, tests the combined tree, merges it through Gitea while it"
                + " holds the merge lock, and has git prove the merge.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:merged; or in the target already; or the gate is off here",
            "2:the command line or the configuration cannot be used",
            "10:not now: the lock is busy, or Gitea still waits for reviews or checks; run it again later",
            "20:the branch does not rebase onto the target; the files are named",
            "21:the combined tree is red",
            "22:somebody pushed to the branch meanwhile; nothing of theirs was overwritten",
            "30:not done, and a person must look",
            "40:stopped by a signal; the lock is released"
        })
final class GateCommand implements Action {
    @Mixin
    private GateOptions options = new GateOptions();

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = Inputs.check(shared, context, Need.GITEA, Need.TOKEN, Need.REPOSITORY);
        String retest = options.retest();
        GateRequest request = options.request(inputs, Wiring.holder());
        return new GateRun(new Wiring(inputs, context), context, retest).run(request);
    }

    @Override
    public Json refusal(String message) {
        return Json.of(GateReport.refused(message));
    }

    @Override
    public int broken() {
        return Outcome.HELD.exit();
    }
}
