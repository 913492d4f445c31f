// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.git.CommitWriter;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import java.util.List;
import java.util.Optional;

/** The texts of the commits that a merge writes. */
record MergeMessages(PullRequest pull, Optional<String> rebaseTemplate) {

    private static final String TEMPLATE = ".gitea/default_merge_message/REBASE_TEMPLATE.md";

    static MergeMessages of(Repository repository, PullRequest pull) {
        String branch = repository.settings().defaultBranch();
        return new MergeMessages(pull, repository.git().read("refs/heads/" + branch, TEMPLATE));
    }

    /** The title when the caller names none. */
    String defaultTitle(MergeStyle style) {
        if (style == MergeStyle.SQUASH) {
            return pull.title() + " (#" + pull.number() + ")";
        }
        return "Merge pull request '" + pull.title() + "' (#" + pull.number() + ") from " + pull.head() + " into "
                + pull.base();
    }

    /** The rebased commit, its message replaced where the repository has a template for that. */
    String amended(BareRepository git, CommitWriter writer, String sha, String base) {
        if (rebaseTemplate.isEmpty() || sha.equals(base)) {
            return sha;
        }
        String subject = git.git("log", "-1", "--format=%s", sha);
        String body = git.git("log", "-1", "--format=%b", sha);
        String message = rebaseTemplate
                .get()
                .replace("${CommitTitle}", subject)
                .replace("${CommitBody}", body)
                .replace("${PullRequestTitle}", pull.title())
                .replace("${PullRequestIndex}", String.valueOf(pull.number()))
                .strip();
        List<String> parents = List.of(git.git("rev-parse", sha + "^@").split("\\s+"));
        return writer.commitTree(git.tree(sha), parents, message);
    }
}
