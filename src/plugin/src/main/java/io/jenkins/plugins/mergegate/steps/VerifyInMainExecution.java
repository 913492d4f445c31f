// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.place.Place;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Git answers, on a fresh fetch; what it cannot tell counts as no. */
final class VerifyInMainExecution extends TargetExecution<Boolean> {
    private static final long serialVersionUID = 1L;

    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private final String sha;

    VerifyInMainExecution(StepContext context, VerifyInMainStep step) throws InterruptedException {
        super(context, step);
        sha = step.getSha();
    }

    /** @throws InvalidInput for anything but the full id of a commit */
    static void check(String sha) {
        if (!SHA.matcher(sha).matches()) {
            throw new InvalidInput("sha", "must be the full id of a commit, 40 or 64 hexadecimal digits");
        }
    }

    @Override
    Boolean look(Place place, Mirror mirror, GateConfig config) throws IOException, InterruptedException {
        if (sha.isEmpty()) {
            return bad(false, Texts.emptySha());
        }
        check(sha);
        try {
            String tip = mirror.fetchTarget(place.target());
            boolean in = mirror.isAncestor(sha, tip);
            String text = Texts.inTarget(sha, place.target(), tip, in);
            if (!in) {
                return bad(false, text);
            }
            line(text);
            return true;
        } catch (GitFailure failure) {
            return bad(false, Texts.inTargetUnknown(place.target(), unlessInterrupted(failure)));
        }
    }
}
