// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/** The rule that protects the branches its name matches. As created it lets nobody push and every writer merge. */
public final class BranchProtection {

    private final String ruleName;
    private final Set<String> pushWhitelist = new CopyOnWriteArraySet<>();
    private final Set<String> mergeWhitelist = new CopyOnWriteArraySet<>();
    private final List<String> statusCheckContexts = new CopyOnWriteArrayList<>();
    private final List<String> protectedFilePatterns = new CopyOnWriteArrayList<>();
    private volatile boolean enablePush;
    private volatile boolean enableForcePush;
    private volatile boolean enableStatusCheck;
    private volatile boolean enableMergeWhitelist;
    private volatile int requiredApprovals;
    private volatile boolean blockOnRejectedReviews;
    private volatile boolean blockOnOfficialReviewRequests;
    private volatile boolean blockOnOutdated;
    private volatile boolean dismissStaleApprovals;
    private volatile boolean ignoreStaleApprovals;
    private volatile boolean requireSignedCommits;
    private volatile boolean blockAdminMergeOverride;

    public BranchProtection(String ruleName) {
        this.ruleName = ruleName;
    }

    public String ruleName() {
        return ruleName;
    }

    public boolean matches(String branch) {
        return Glob.matches(ruleName, branch);
    }

    public boolean enablePush() {
        return enablePush;
    }

    public BranchProtection enablePush(boolean on) {
        enablePush = on;
        return this;
    }

    public Set<String> pushWhitelist() {
        return pushWhitelist;
    }

    /** Lets only these people push; also switches pushing on. */
    public BranchProtection pushWhitelist(String... users) {
        pushWhitelist.addAll(List.of(users));
        return enablePush(true);
    }

    public boolean enableForcePush() {
        return enableForcePush;
    }

    public BranchProtection enableForcePush(boolean on) {
        enableForcePush = on;
        return this;
    }

    public boolean enableMergeWhitelist() {
        return enableMergeWhitelist;
    }

    public Set<String> mergeWhitelist() {
        return mergeWhitelist;
    }

    /** Lets only these people merge. */
    public BranchProtection mergeWhitelist(String... users) {
        enableMergeWhitelist = true;
        mergeWhitelist.addAll(List.of(users));
        return this;
    }

    public boolean enableStatusCheck() {
        return enableStatusCheck;
    }

    public List<String> statusCheckContexts() {
        return statusCheckContexts;
    }

    /** Requires these contexts, globs allowed, to be green. */
    public BranchProtection statusCheckContexts(String... contexts) {
        enableStatusCheck = true;
        statusCheckContexts.addAll(List.of(contexts));
        return this;
    }

    public int requiredApprovals() {
        return requiredApprovals;
    }

    public BranchProtection requiredApprovals(int count) {
        requiredApprovals = count;
        return this;
    }

    public boolean blockOnRejectedReviews() {
        return blockOnRejectedReviews;
    }

    public BranchProtection blockOnRejectedReviews(boolean on) {
        blockOnRejectedReviews = on;
        return this;
    }

    public boolean blockOnOfficialReviewRequests() {
        return blockOnOfficialReviewRequests;
    }

    public BranchProtection blockOnOfficialReviewRequests(boolean on) {
        blockOnOfficialReviewRequests = on;
        return this;
    }

    public boolean blockOnOutdated() {
        return blockOnOutdated;
    }

    public BranchProtection blockOnOutdated(boolean on) {
        blockOnOutdated = on;
        return this;
    }

    public boolean dismissStaleApprovals() {
        return dismissStaleApprovals;
    }

    public BranchProtection dismissStaleApprovals(boolean on) {
        dismissStaleApprovals = on;
        return this;
    }

    public boolean ignoreStaleApprovals() {
        return ignoreStaleApprovals;
    }

    public BranchProtection ignoreStaleApprovals(boolean on) {
        ignoreStaleApprovals = on;
        return this;
    }

    public boolean requireSignedCommits() {
        return requireSignedCommits;
    }

    public BranchProtection requireSignedCommits(boolean on) {
        requireSignedCommits = on;
        return this;
    }

    public boolean blockAdminMergeOverride() {
        return blockAdminMergeOverride;
    }

    public BranchProtection blockAdminMergeOverride(boolean on) {
        blockAdminMergeOverride = on;
        return this;
    }

    public List<String> protectedFilePatterns() {
        return protectedFilePatterns;
    }

    public BranchProtection protectedFilePatterns(String... patterns) {
        protectedFilePatterns.addAll(List.of(patterns));
        return this;
    }
}
