// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.util.EnumSet;
import java.util.Set;

/** What the owner of a repository can set. Safe to change while the server runs. */
public final class RepositorySettings {

    private final Set<MergeStyle> mergeStyles = EnumSet.of(
            MergeStyle.MERGE,
            MergeStyle.REBASE,
            MergeStyle.REBASE_MERGE,
            MergeStyle.SQUASH,
            MergeStyle.FAST_FORWARD_ONLY);
    private volatile String defaultBranch = "main";
    private volatile MergeStyle defaultMergeStyle = MergeStyle.MERGE;
    private volatile boolean deleteBranchAfterMerge;
    private volatile boolean archived;
    private volatile boolean autodetectManualMerge;
    private volatile boolean privately;
    private volatile boolean pulls = true;

    public String defaultBranch() {
        return defaultBranch;
    }

    public RepositorySettings defaultBranch(String branch) {
        defaultBranch = branch;
        return this;
    }

    public boolean allows(MergeStyle style) {
        synchronized (mergeStyles) {
            return mergeStyles.contains(style);
        }
    }

    public RepositorySettings allow(MergeStyle style, boolean allowed) {
        synchronized (mergeStyles) {
            if (allowed) {
                mergeStyles.add(style);
            } else {
                mergeStyles.remove(style);
            }
        }
        return this;
    }

    /** Allows these styles and no others. */
    public RepositorySettings mergeStyles(MergeStyle... allowed) {
        synchronized (mergeStyles) {
            mergeStyles.clear();
            mergeStyles.addAll(Set.of(allowed));
        }
        return this;
    }

    public MergeStyle defaultMergeStyle() {
        return defaultMergeStyle;
    }

    public RepositorySettings defaultMergeStyle(MergeStyle style) {
        defaultMergeStyle = style;
        return this;
    }

    public boolean defaultDeleteBranch() {
        return deleteBranchAfterMerge;
    }

    public RepositorySettings defaultDeleteBranch(boolean delete) {
        deleteBranchAfterMerge = delete;
        return this;
    }

    public boolean archived() {
        return archived;
    }

    public RepositorySettings archived(boolean on) {
        archived = on;
        return this;
    }

    public boolean autodetectManualMerge() {
        return autodetectManualMerge;
    }

    public RepositorySettings autodetectManualMerge(boolean on) {
        autodetectManualMerge = on;
        return this;
    }

    public boolean isPrivate() {
        return privately;
    }

    public RepositorySettings setPrivate(boolean on) {
        privately = on;
        return this;
    }

    /** Whether the repository has pull requests at all. */
    public boolean pullRequests() {
        return pulls;
    }

    public RepositorySettings pullRequests(boolean on) {
        pulls = on;
        return this;
    }
}
