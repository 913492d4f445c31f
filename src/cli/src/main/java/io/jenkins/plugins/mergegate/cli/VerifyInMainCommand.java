// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code merge-gate verify-in-main}: is a commit in the target? Git answers, on a fresh fetch. */
@Command(
        name = "verify-in-main",
        sortOptions = false,
        description = "Asks git, after a fresh fetch, whether a commit is in the target. What git cannot tell counts as"
                + " no. No token is needed where the repository can be read without one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is in the target",
            "1:it is not, or that could not be found out",
            "2:the command line or the configuration cannot be used"
        })
final class VerifyInMainCommand implements Action {
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    @Option(
            names = "--sha",
            paramLabel = "SHA",
            required = true,
            description = "The commit, its full id; an empty one is never in the target.")
    private String sha;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public int run(Context context) {
        Inputs inputs = shared.remote == null
                ? Inputs.check(shared, context, Need.GITEA, Need.REPOSITORY)
                : Inputs.check(shared, context);
        if (sha.isEmpty()) {
            return answer(context, inputs, false, null, Texts.emptySha());
        }
        if (!SHA.matcher(sha).matches()) {
            throw new InvalidInput("--sha", "must be the full id of a commit, 40 or 64 hexadecimal digits");
        }
        return ask(context, inputs);
    }

    private int ask(Context context, Inputs inputs) {
        String tip = null;
        try {
            Wiring wiring = new Wiring(inputs, context);
            Mirror mirror = wiring.mirror(wiring.remote());
            tip = mirror.fetchTarget(inputs.target());
            boolean in = mirror.isAncestor(sha, tip);
            return answer(context, inputs, in, tip, Texts.inTarget(sha, inputs.target(), tip, in));
        } catch (GitFailure | GiteaFailure failure) {
            return answer(context, inputs, false, tip, Texts.inTargetUnknown(inputs.target(), failure.getMessage()));
        }
    }

    private int answer(Context context, Inputs inputs, boolean in, String tip, String message) {
        if (inputs.json()) {
            context.print(new Json()
                    .with("inMain", in)
                    .with("sha", sha)
                    .with("target", inputs.target())
                    .with("targetSha", tip)
                    .with("message", message));
        } else {
            context.print(message);
        }
        return in ? Cli.OK : Cli.FAILED;
    }
}
