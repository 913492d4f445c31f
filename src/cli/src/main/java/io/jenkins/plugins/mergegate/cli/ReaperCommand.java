// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code merge-gate reaper}: settles dead runs and frees their locks, again and again. */
@Command(
        name = "reaper",
        sortOptions = false,
        description = "Settles runs that died from what git says and frees their locks, every reaper.intervalSeconds"
                + " until it is stopped. With --json the last look is printed when it ends.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done (--once), or stopped",
            "1:something could not be settled or freed (--once)",
            "2:the command line or the configuration cannot be used"
        })
final class ReaperCommand implements Action {
    @Option(names = "--once", description = "Look once and end.")
    private boolean once;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = Inputs.check(shared, context, Need.GITEA, Need.TOKEN);
        GateConfig.Reaper rules = inputs.config().reaper();
        Reaper reaper = new Wiring(inputs, context).reaper(new Progress(context, inputs.json()), rules);
        if (!rules.enabled()) {
            context.say("merge-gate: the reaper is switched off (reaper.enabled: false); it only looks.");
        }
        context.stop().begin(() -> {});
        try {
            Reaper.Tick tick = tick(context, inputs, reaper);
            while (!once && !context.stop().await(TimeUnit.SECONDS.toMillis(rules.intervalSeconds()))) {
                tick = tick(context, inputs, reaper);
            }
            if (inputs.json()) {
                context.print(Views.tick(tick));
            }
            return once && !tick.snapshot().errors().isEmpty() ? Cli.FAILED : Cli.OK;
        } finally {
            context.stop().end();
        }
    }

    private static Reaper.Tick tick(Context context, Inputs inputs, Reaper reaper) {
        Reaper.Tick tick = reaper.tick(false);
        tick.snapshot().errors().forEach(error -> context.say("merge-gate: " + error));
        if (!inputs.json()) {
            Views.tickLines(tick).forEach(context::print);
        }
        return tick;
    }
}
