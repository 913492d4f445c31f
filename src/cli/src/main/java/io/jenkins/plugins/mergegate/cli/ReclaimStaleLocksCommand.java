// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code merge-gate reclaim-stale-locks}: frees locks whose holders are gone, after their runs were settled. */
@Command(
        name = "reclaim-stale-locks",
        sortOptions = false,
        description =
                "Lists the locks that are held, and frees those whose holder has ended, is dead, or has held it for"
                        + " too long. A run that may have merged is settled from git first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; also when nothing was stale",
            "1:the locks could not be read, or one could not be freed",
            "2:the command line or the configuration cannot be used"
        })
final class ReclaimStaleLocksCommand implements Action {
    private static final int MAX_AGE = 43_200;

    @Option(names = "--dry-run", description = "Show what would be freed, and free nothing.")
    private boolean dryRun;

    @Option(
            names = "--max-age-minutes",
            paramLabel = "N",
            description = "How long a lock may be held (default: reaper.maxRunningMinutes of --config, else 120).")
    private String maxAgeMinutes;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = dryRun
                ? Inputs.check(shared, context, Need.GITEA)
                : Inputs.check(shared, context, Need.GITEA, Need.TOKEN);
        int maxAge = maxAgeMinutes == null
                ? inputs.config().reaper().maxRunningMinutes()
                : Numbers.whole("--max-age-minutes", maxAgeMinutes, 1, MAX_AGE);
        Progress progress = new Progress(context, inputs.json());
        Reaper.Tick tick = new Wiring(inputs, context)
                .reaper(progress, rules(inputs, maxAge))
                .tick(dryRun);
        List<String> errors = tick.snapshot().errors();
        if (inputs.json()) {
            context.print(
                    new Json().with("locks", Views.reclaimed(tick.locks())).with("errors", errors));
        } else {
            (tick.locks().isEmpty() ? List.of("No lock is stale.") : Views.reclaimedLines(tick.locks(), dryRun))
                    .forEach(context::print);
        }
        errors.forEach(error -> context.say("merge-gate: " + error));
        return errors.isEmpty() ? Cli.OK : Cli.FAILED;
    }

    /** Somebody who types this wants it done, whether or not the periodic reaper may. One look must be enough. */
    private static GateConfig.Reaper rules(Inputs inputs, int maxAge) {
        GateConfig.Reaper configured = inputs.config().reaper();
        return new GateConfig.Reaper(true, configured.intervalSeconds(), 1, maxAge, true, configured.abortOverAge());
    }
}
