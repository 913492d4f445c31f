// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.config.TextRules;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.guard.RegressionGuard;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code merge-gate regression-guard}: are all markers still in the target? If not, the target is closed. */
@Command(
        name = "regression-guard",
        sortOptions = false,
        description =
                "Looks for the markers in the tip of the target: those given here, those of the configuration, and"
                        + " those of .merge-gate/markers.yml in the target itself. When one is gone the target is closed for"
                        + " every run until 'hold release'. What git cannot tell is skipped with a warning.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all are there, or nothing could be looked for",
            "1:a marker is gone, but the target could not be closed",
            "2:the command line or the configuration cannot be used",
            "30:a marker is gone",
            "40:stopped before it was done"
        })
final class RegressionGuardCommand implements Action {
    @Option(
            names = "--marker",
            paramLabel = "TEXT",
            description = "A text that must be in the target; may be given more than once.")
    private List<String> markers = new ArrayList<>();

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = Inputs.check(shared, context, Need.GITEA, Need.REPOSITORY);
        markers.forEach(marker -> TextRules.marker("--marker", marker));
        Wiring wiring = new Wiring(inputs, context);
        String tip = null;
        Regression found;
        try {
            Mirror mirror = wiring.mirror(wiring.remote());
            tip = mirror.fetchTarget(inputs.target());
            found = new RegressionGuard(inputs.config(), wiring.clock())
                    .check(mirror, tip, inputs.repository(), markers, null);
        } catch (GitFailure | GiteaFailure failure) {
            if (failure instanceof GitFailure git && git.kind() == GitFailure.Kind.INTERRUPTED) {
                Failures.report(context, inputs, failure.getMessage());
                return Outcome.ABORTED.exit();
            }
            found = new Regression(0, List.of(), failure.getMessage());
        }
        String message = Texts.guarded(inputs.target(), found.checked(), found.missing(), found.skipped());
        if (!found.missing().isEmpty()) {
            try {
                wiring.holds()
                        .raise(Hold.regressed(
                                wiring.server(),
                                inputs.repository(),
                                inputs.target(),
                                tip,
                                message,
                                Wiring.holder(),
                                wiring.clock().instant()));
            } catch (IOException e) {
                return Failures.report(
                        context, inputs, message + " The hold could not be written: " + Failures.text(e));
            }
        }
        return answer(context, inputs, found, tip, message);
    }

    private static int answer(Context context, Inputs inputs, Regression found, String tip, String message) {
        boolean regressed = !found.missing().isEmpty();
        if (inputs.json()) {
            context.print(new Json()
                    .with("regressed", regressed)
                    .with("checked", found.checked())
                    .with("missing", found.missing())
                    .with("skipped", found.skipped())
                    .with("target", inputs.target())
                    .with("targetSha", tip)
                    .with("message", message));
        } else {
            context.print(message);
        }
        return regressed ? Outcome.HELD.exit() : Cli.OK;
    }
}
