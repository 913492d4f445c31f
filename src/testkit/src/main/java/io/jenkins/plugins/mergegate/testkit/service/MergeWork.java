// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.git.CommitWriter;
import io.jenkins.plugins.mergegate.testkit.git.GitEnvironment;
import io.jenkins.plugins.mergegate.testkit.git.Rebase;
import io.jenkins.plugins.mergegate.testkit.git.TreeMerge;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.MergeStyle;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Computes the new tip of the base for each style; no ref moves here. */
final class MergeWork {

    private final BareRepository git;
    private final Flavour flavour;
    private final Map<String, String> identity;
    private final CommitWriter writer;

    MergeWork(BareRepository git, User doer, Flavour flavour) {
        this.git = git;
        this.flavour = flavour;
        this.identity = GitEnvironment.identity(
                doer.name(),
                doer.email(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        this.writer = new CommitWriter(git, identity);
    }

    String newTip(MergeStyle style, String base, String head, String message, MergeMessages messages) {
        return switch (style) {
            case MERGE -> mergeCommit(style, base, head, message);
            case SQUASH -> squash(base, head, message);
            case FAST_FORWARD_ONLY -> fastForward(base, head);
            case REBASE -> messages.amended(git, writer, rebase(style, base, head), base);
            case REBASE_MERGE -> mergeCommit(style, base, rebase(style, base, head), message);
            case MANUALLY_MERGED -> throw new IllegalArgumentException("nothing to compute");
        };
    }

    private String mergeCommit(MergeStyle style, String base, String head, String message) {
        String tree = tree(style, base, head);
        if (git.isAncestor(head, base)) {
            throw Refusal.internal("nothing to commit, working tree clean");
        }
        return writer.commitTree(tree, List.of(base, head), message);
    }

    private String squash(String base, String head, String message) {
        String tree = tree(MergeStyle.SQUASH, base, head);
        if (flavour == Flavour.V1_22 && tree.equals(git.tree(base))) {
            throw Refusal.internal("nothing to commit, working tree clean");
        }
        return writer.commitTree(tree, List.of(base), message);
    }

    private String fastForward(String base, String head) {
        if (git.isAncestor(head, base)) {
            return base;
        }
        if (!git.isAncestor(base, head)) {
            throw Refusal.internal("Merge DivergingFastForwardOnly Error: exit status 128: "
                    + "fatal: Not possible to fast-forward, aborting.");
        }
        return head;
    }

    private String rebase(MergeStyle style, String base, String head) {
        Map<String, String> committer = Map.of(
                "GIT_COMMITTER_NAME", identity.get("GIT_COMMITTER_NAME"),
                "GIT_COMMITTER_EMAIL", identity.get("GIT_COMMITTER_EMAIL"),
                "GIT_COMMITTER_DATE", identity.get("GIT_COMMITTER_DATE"));
        Rebase rebase = Rebase.of(git, base, head, committer);
        if (!rebase.clean()) {
            throw Refusal.shaped(
                    409,
                    Map.of(
                            "Style", style.key(),
                            "CommitSHA", rebase.commit(),
                            "StdOut", rebase.output(),
                            "StdErr", rebase.error(),
                            "Err", Map.of()));
        }
        return rebase.sha();
    }

    private String tree(MergeStyle style, String base, String head) {
        TreeMerge merge = TreeMerge.of(git, base, head);
        if (!merge.clean() && !merge.unrelated() && style == MergeStyle.SQUASH) {
            throw Refusal.internal("MergeConflict is not told for squash: exit status 1 - " + merge.output());
        }
        if (!merge.clean()) {
            throw Refusal.shaped(
                    409,
                    Map.of("Style", style.key(), "StdOut", merge.output(), "StdErr", merge.error(), "Err", Map.of()));
        }
        return merge.tree();
    }
}
