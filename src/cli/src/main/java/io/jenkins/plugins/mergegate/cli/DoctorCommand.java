// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code merge-gate doctor}: is everything in place for a run? */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Checks what a run needs: git, the directories, the server and its clock, the token and what its"
                + " account may do, the merge styles and the protection of the target. Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no errors", "1:at least one error", "2:the command line or the configuration cannot be used"
        })
final class DoctorCommand implements Action {
    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = Inputs.check(shared, context, Need.GITEA);
        List<Finding> findings = new Examination(new Wiring(inputs, context)).run();
        if (inputs.json()) {
            context.print(new Json()
                    .with("findings", findings.stream().map(Finding::json).toList()));
        } else {
            findings.forEach(finding -> context.print(finding.line()));
        }
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR) ? Cli.FAILED : Cli.OK;
    }
}
