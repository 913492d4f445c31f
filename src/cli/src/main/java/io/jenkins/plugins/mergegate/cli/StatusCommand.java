// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.HeldLock;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code merge-gate status}: what a state directory knows. Reaches nothing and changes nothing. */
@Command(
        name = "status",
        sortOptions = false,
        description = "Shows the holds, the locks with who holds and how many wait, the runs that are going on or died,"
                + " and the last ones that ended. Needs neither token nor network.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "1:the state directory could not be read",
            "2:the command line or the configuration cannot be used"
        })
final class StatusCommand implements Action {
    private static final int RECENT = 10;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = Inputs.check(shared, context);
        Wiring wiring = new Wiring(inputs, context);
        try {
            List<Hold> holds = wiring.activeHolds();
            List<HeldLock> locks = wiring.lock().held();
            FileJournal journal = wiring.journal();
            List<GateState> unfinished = journal.unfinished();
            List<GateState> ended = journal.recent(RECENT).stream()
                    .filter(run -> run.phase() == Phase.CLOSED)
                    .toList();
            if (inputs.json()) {
                context.print(new Json()
                        .with("stateDir", inputs.stateDir())
                        .with("holds", Views.holds(holds))
                        .with("locks", Views.locks(locks))
                        .with("unfinished", Views.runs(unfinished))
                        .with("recent", Views.runs(ended)));
                return Cli.OK;
            }
            show(context, "Holds", Views.holdLines(holds));
            show(context, "Locks", Views.lockLines(locks));
            show(context, "Unfinished runs", Views.runLines(unfinished));
            show(context, "Last runs", Views.runLines(ended));
            return Cli.OK;
        } catch (IOException e) {
            return Failures.report(context, inputs, "The state directory could not be read: " + Failures.text(e));
        }
    }

    private static void show(Context context, String title, List<String> lines) {
        context.print(title + (lines.isEmpty() ? ": none" : ":"));
        lines.forEach(line -> context.print("  " + line));
    }
}
