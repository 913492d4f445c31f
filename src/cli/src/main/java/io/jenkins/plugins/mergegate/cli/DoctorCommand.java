// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.doctor.Examination;
import io.jenkins.plugins.mergegate.engine.doctor.FieldNames;
import io.jenkins.plugins.mergegate.engine.doctor.Finding;
import io.jenkins.plugins.mergegate.engine.doctor.Finding.Level;
import io.jenkins.plugins.mergegate.engine.doctor.Subject;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaSurvey;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaTimeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code merge-gate doctor}: is everything in place for a run? */
@Command(
        name = "doctor",
        sortOptions = false,
        description =
                "Checks what a run needs: git, the directories, the server and its clock, the token, its scopes and"
                        + " what its account may do, the merge styles, the protection of the target and of the branches that"
                        + " are merged into it, and the checks it requires. Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no errors", "1:at least one error", "2:the command line or the configuration cannot be used"
        })
final class DoctorCommand implements Action {
    private static final FieldNames OPTIONS =
            new FieldNames("--gitea", "GITEA_TOKEN or --token-file", "--repository", "--target", "--remote", "--style");

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = Inputs.check(shared, context, Need.GITEA);
        List<Finding> findings = new ArrayList<>();
        findings.add(folder("state dir", inputs.stateDir()));
        findings.add(folder("work dir", inputs.workDir()));
        examination(new Wiring(inputs, context))
                .run(
                        new Subject(
                                inputs.token(),
                                inputs.repository(),
                                inputs.target(),
                                inputs.config().report()),
                        findings::add);
        if (inputs.json()) {
            context.print(new Json()
                    .with("findings", findings.stream().map(DoctorCommand::json).toList()));
        } else {
            findings.forEach(finding -> context.print(line(finding)));
        }
        return findings.stream().anyMatch(finding -> finding.level() == Level.ERROR) ? Cli.FAILED : Cli.OK;
    }

    private static Examination examination(Wiring wiring) {
        return new Examination(
                wiring.host(),
                token -> new GiteaSurvey(wiring.http(), wiring.inputs().gitea(), token, GiteaTimeouts.defaults()),
                wiring,
                OPTIONS);
    }

    private static Finding folder(String subject, Path folder) {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isWritable(existing)
                ? Finding.ok(subject, folder + (existing.equals(folder) ? " is writable." : " can be made."))
                : Finding.error(subject, folder + " cannot be written.", "Give --state-dir and --work-dir elsewhere.");
    }

    private static String line(Finding finding) {
        return String.format("%-5s  %-12s %s", finding.level(), finding.subject(), finding.text());
    }

    private static Json json(Finding finding) {
        return new Json()
                .with("level", finding.level().toString())
                .with("subject", finding.subject())
                .with("message", finding.message())
                .with("advice", finding.advice());
    }
}
