// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of {@code merge-gate gate}, as they were typed. */
final class GateOptions {
    private static final int MAX_CATCH_UPS = 3;
    private static final int MAX_COMMAND = 100_000;
    private static final int MAX_PRIORITY = 1_000_000;

    @Option(names = "--branch", paramLabel = "BRANCH", required = true, description = "The branch to merge.")
    private String branch;

    @Option(
            names = "--retest",
            paramLabel = "CMD",
            description = "What tests the combined tree: a command for sh, run in a full checkout of the candidate with"
                    + " MERGE_GATE_SHA, _TREE, _BRANCH, _TARGET, _TARGET_SHA and _ATTEMPT set; it is green when it"
                    + " exits 0. Without it nothing is tested.")
    private String retest;

    @Option(
            names = "--retest-policy",
            paramLabel = "POLICY",
            description = "always (default), or when-rebased: not when the branch was up to date.")
    private String retestPolicy = "always";

    @Option(
            names = "--style",
            paramLabel = "STYLE",
            description = "merge, rebase, rebase-merge, squash or fast-forward-only"
                    + " (default: what the repository prefers).")
    private String style;

    @Option(
            names = "--when-busy",
            paramLabel = "WHAT",
            description = "While another run holds the lock: wait (default), or defer: end with exit code 10.")
    private String whenBusy = "wait";

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Who has more goes first (default: 0). From holdBypassPriority on a hold does not stop it.")
    private String priority = "0";

    @Option(
            names = "--marker",
            paramLabel = "TEXT",
            description = "A text that must still be in the target after the merge; may be given more than once.")
    private List<String> markers = new ArrayList<>();

    @Option(names = "--delete-branch", description = "Delete the branch after the merge.")
    private boolean deleteBranch;

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            description = "The title of a pull request that must be created (default: the name of the branch).")
    private String title;

    @Option(names = "--dry-run", description = "Say what would be done and change nothing.")
    private boolean dryRun;

    /** The command for the re-test, null for none. @throws InvalidInput when the shell could not take it */
    String retest() {
        boolean good =
                retest == null || !retest.isBlank() && retest.length() <= MAX_COMMAND && retest.indexOf('\0') < 0;
        if (!good) {
            throw new InvalidInput("--retest", "must be a command of at most " + MAX_COMMAND + " characters");
        }
        return retest;
    }

    /** @throws InvalidInput named after the option */
    GateRequest request(Inputs inputs, String holder) {
        RefName.check("--branch", branch);
        RetestPolicy policy = word("--retest-policy", retestPolicy, RetestPolicy.values());
        WhenBusy busy = word("--when-busy", whenBusy, WhenBusy.values());
        if (title != null && title.isBlank()) {
            throw new InvalidInput("--title", "must not be empty");
        }
        MergeStyle wanted = style == null ? null : Inputs.named("--style", () -> MergeStyle.parse(style));
        int urgency = Numbers.whole("--priority", priority, -MAX_PRIORITY, MAX_PRIORITY);
        try {
            return new GateRequest(
                    holder,
                    null,
                    inputs.repository(),
                    inputs.remote(),
                    branch,
                    inputs.target(),
                    wanted,
                    retest() != null,
                    policy,
                    busy,
                    urgency,
                    MAX_CATCH_UPS,
                    markers,
                    deleteBranch,
                    true,
                    title,
                    dryRun,
                    false);
        } catch (InvalidInput e) {
            throw new InvalidInput("--" + e.field(), Inputs.problem(e));
        }
    }

    private static <T extends Enum<T>> T word(String option, String text, T[] values) {
        List<String> words = new ArrayList<>();
        for (T value : values) {
            String word = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (word.equals(text)) {
                return value;
            }
            words.add(word);
        }
        throw new InvalidInput(option, "must be one of " + String.join(", ", words));
    }
}
