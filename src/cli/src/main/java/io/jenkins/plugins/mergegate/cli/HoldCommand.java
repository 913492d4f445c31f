// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge-gate hold}: shows and releases what is held. */
@Command(
        name = "hold",
        description = "Shows what is held, or releases it.",
        subcommands = {HoldCommand.ListHolds.class, HoldCommand.Release.class})
final class HoldCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** {@code hold list}. */
    @Command(
            name = "list",
            sortOptions = false,
            description = "Lists what is held, oldest first.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:listed",
                "1:the holds could not be read",
                "2:the command line or the configuration cannot be used"
            })
    static final class ListHolds implements Action {
        @Mixin
        private SharedOptions shared = new SharedOptions();

        @Override
        public int run(Context context) {
            Inputs inputs = Inputs.check(shared, context);
            List<Hold> holds;
            try {
                holds = new Wiring(inputs, context).activeHolds();
            } catch (IOException e) {
                return Failures.report(context, inputs, "The holds could not be read: " + Failures.text(e));
            }
            if (inputs.json()) {
                context.print(new Json().with("holds", Views.holds(holds)));
            } else {
                (holds.isEmpty() ? List.of("Nothing is held.") : Views.holdLines(holds)).forEach(context::print);
            }
            return Cli.OK;
        }
    }

    /** {@code hold release}. */
    @Command(
            name = "release",
            sortOptions = false,
            description = "Releases a hold; the reason is kept.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:released",
                "1:there is no such hold, or it could not be released",
                "2:the command line or the configuration cannot be used"
            })
    static final class Release implements Action {
        private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

        @Parameters(index = "0", paramLabel = "ID", description = "The id of the hold, as 'hold list' shows it.")
        private String id;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it may be released.")
        private String reason;

        @Mixin
        private SharedOptions shared = new SharedOptions();

        @Override
        public int run(Context context) {
            Inputs inputs = Inputs.check(shared, context);
            if (!ID.matcher(id).matches()) {
                throw new InvalidInput("ID", "must be the id of a hold, as 'hold list' shows it");
            }
            Holds.checkReason("--reason", reason);
            return release(context, inputs);
        }

        private int release(Context context, Inputs inputs) {
            boolean released;
            try {
                released = new Wiring(inputs, context).holds().release(id, Wiring.person(context), reason);
            } catch (IOException e) {
                return Failures.report(context, inputs, "The hold could not be released: " + Failures.text(e));
            }
            String message = released ? "Hold " + id + " is released." : "There is no hold " + id + ".";
            if (inputs.json()) {
                context.print(
                        new Json().with("released", released).with("id", id).with("message", message));
            } else {
                context.print(message);
            }
            return released ? Cli.OK : Cli.FAILED;
        }
    }
}
