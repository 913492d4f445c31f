// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

/** The three-way merge of two commits, computed without a work tree. */
public record TreeMerge(boolean clean, boolean unrelated, String tree, String output, String error) {

    public static TreeMerge of(BareRepository repository, String ours, String theirs) {
        GitProcess.Result result = repository.attempt("merge-tree", "--write-tree", ours, theirs);
        if (result.exit() > 1) {
            boolean unrelated = result.error().contains("unrelated histories");
            if (!unrelated) {
                result.orThrow();
            }
            return new TreeMerge(false, true, "", "", result.error());
        }
        String text = result.text();
        String tree = text.lines().findFirst().orElse("");
        int blank = text.indexOf("\n\n");
        String messages = blank < 0 ? "" : text.substring(blank + 2);
        return new TreeMerge(result.ok(), false, tree, messages, result.error());
    }
}
