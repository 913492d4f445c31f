// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.TextRules;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import io.jenkins.plugins.mergegate.engine.git.RemoteUrl;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import java.util.List;

/**
 * What somebody asks of the gate. Plain values, checked on construction; no secret among them.
 *
 * @param holder who runs it, for people: "job #12", "host pid 4711"
 * @param link where people can look at the run, null for none
 * @param remoteUrl null for the clone URL that Gitea gives
 * @param style null for the repository's default
 * @param hasBody whether there is a re-test at all
 * @param markers strings that must be in the target after the merge, besides those of configuration and repository
 * @param title of a pull request that must be created; null for the branch name
 * @param lastTry the request was put off as often as is allowed: what would end DEFERRED ends HELD/DEFER_LIMIT
 */
public record GateRequest(
        String holder,
        String link,
        RepositoryId repository,
        String remoteUrl,
        String branch,
        String target,
        MergeStyle style,
        boolean hasBody,
        RetestPolicy retest,
        WhenBusy whenBusy,
        int priority,
        int maxCatchUps,
        List<String> markers,
        boolean deleteBranch,
        boolean createPullRequest,
        String title,
        boolean dryRun,
        boolean lastTry) {
    /** Longest title Gitea keeps. */
    private static final int MAX_TITLE = 255;

    /** @throws InvalidInput named after what is wrong */
    public GateRequest {
        RefName.check("branch", branch);
        RefName.check("target", target);
        if (branch.equals(target)) {
            throw new InvalidInput("branch", "must not be the target itself");
        }
        if (remoteUrl != null) {
            RemoteUrl.check("remote", remoteUrl);
        }
        if (title != null && (title.length() > MAX_TITLE || title.chars().anyMatch(Character::isISOControl))) {
            throw new InvalidInput("title", "must be one line of at most " + MAX_TITLE + " characters");
        }
        if (maxCatchUps < 0) {
            throw new InvalidInput("maxCatchUps", "must not be negative");
        }
        markers = List.copyOf(markers);
        for (String marker : markers) {
            TextRules.marker("marker", marker);
        }
    }
}
