// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.text;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Every line the gate writes for people: pure functions, one sentence or two each. */
public final class Texts {
    private Texts() {}

    /** {@code text} on one line, without control characters: much of it comes from servers and other people's commits. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(isUnfit(c) ? ' ' : c));
        return plain.toString();
    }

    private static boolean isUnfit(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (type == Character.FORMAT && c != '\u200d');
    }

    /** The first twelve characters of a sha. */
    public static String shortSha(String sha) {
        return sha == null ? "(unknown)" : sha.substring(0, Math.min(12, sha.length()));
    }

    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis < 10_000 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : duration.toSeconds() + " s";
    }

    public static String merged(String sha, String target, String mergedSha, Long pullRequest) {
        return "Merged " + shortSha(sha) + " into " + target + " as " + shortSha(mergedSha) + " (pull request #"
                + pullRequest + "); git proves it.";
    }

    public static String mergedByTree(String sha, String target, String mergedSha, Long pullRequest) {
        return "Merged " + shortSha(sha) + " into " + target + " as " + shortSha(mergedSha) + " (pull request #"
                + pullRequest + "); the merge style gave it a new sha, so git proves it by its tree alone.";
    }

    public static String alreadyIn(String sha, String target) {
        return "The candidate " + shortSha(sha) + " was in " + target + " already; nothing was merged.";
    }

    public static String contentAlreadyIn(String branch, String target) {
        return "Every change of " + branch + " is in " + target + " already; nothing was merged.";
    }

    public static String disabled() {
        return "The gate is switched off by configuration (enabled: false); nothing was merged.";
    }

    public static String notRolledOut(String repository) {
        return "The gate is not rolled out to " + repository + " (configuration: repositories); nothing was merged.";
    }

    public static String dryRun(String branch, String target, int behind, boolean rebases) {
        return "Dry run: " + branch + " is "
                + (behind == 0 ? "up to date with " + target : behind + " commits behind " + target)
                + (rebases ? " and would be rebased" : "")
                + "; it would then be re-tested and merged. Nothing was changed.";
    }

    /** @param closed why it is kept closed, of which {@code holder} then may be null; null when it is not */
    public static String lockBusy(String lock, String holder, String closed) {
        if (holder == null) {
            return "The lock " + lock + " is not given out: " + closed + ".";
        }
        return "The lock " + lock + " is held by " + holder + (closed == null ? "" : ", and " + closed) + ".";
    }

    /** @param closed why it is kept closed, of which {@code holder} then may be null; null when it is not */
    public static String waitingFor(String lock, String holder, String closed, int position) {
        String held = holder == null ? ": " + closed : ", held by " + holder + (closed == null ? "" : "; " + closed);
        return "Waiting for " + lock + held + "; position " + position + ".";
    }

    /** Part of a sentence. */
    public static String paused(String by, Instant since, String reason) {
        return "the gate is paused by " + by + " since " + second(since) + " (" + reason + ")";
    }

    /** Part of a sentence. */
    public static String draining(String by, Instant since, String reason) {
        return "the gate is drained by " + by + " since " + second(since) + " (" + reason
                + "), and this run came later";
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    public static String turnHasCome(String lock) {
        return "Its turn for " + lock + " has come.";
    }

    public static String lockLost(String lock) {
        return "The lock " + lock + " was taken from this run; it stopped before its next push or merge call.";
    }

    public static String deferLimit(String why) {
        return why + " The run was put off as often as is allowed (lock.maxDefers).";
    }

    public static String conflict(String branch, String target, List<String> files, String detail) {
        String what = files.isEmpty() ? detail : "conflicts in " + String.join(", ", files);
        return branch + " does not rebase onto " + target + ": " + what + ". Rebase it by hand and push.";
    }

    public static String retestFailed(String sha, String target, String detail) {
        return "The re-test of " + shortSha(sha) + " on the current " + target + " failed"
                + (detail == null ? "" : " (" + detail + ")") + ". " + target + " was not touched.";
    }

    public static String retestBroken(String detail) {
        return "The re-test could not be run: " + detail + ". Nothing was merged.";
    }

    public static String branchMoved(String branch, String expected, String actual) {
        return "Somebody pushed to " + branch + " after the run began (expected " + shortSha(expected) + ", found "
                + shortSha(actual) + "). Their commits were left alone; run the gate again.";
    }

    public static String branchGone(String branch) {
        return "The branch " + branch + " was deleted while the gate was running.";
    }

    public static String catchUpLimit(String target, int limit) {
        return target + " moved more than " + limit + " times while the branch was tested (maxCatchUps).";
    }

    public static String noBody() {
        return "No re-test was given: the combined tree is merged without a test.";
    }

    public static String retestSkipped() {
        return "The branch was up to date and not rebased by the gate: no re-test (retest: when-rebased).";
    }

    public static String targetHeld(String target, String id, String message) {
        return target + " is closed by hold " + id + ": " + message;
    }

    public static String branchHeld(String sha, String id, String message) {
        return "The head " + shortSha(sha) + " is parked by hold " + id + ": " + message
                + " Push a new commit or release the hold.";
    }

    public static String proofMismatch(String target, String commit) {
        return "The tree in " + target + " at " + shortSha(commit) + " is not the tree that was tested; " + target
                + " is closed until a person releases it.";
    }

    public static String regressed(String target, List<String> missing) {
        return target + " regressed: missing "
                + String.join(
                        ", ", missing.stream().map(text -> '"' + text + '"').toList()) + ". " + target
                + " is closed until a person releases it; nothing was rolled back.";
    }

    /** What the regression guard found when it was asked by itself. */
    public static String guarded(String target, int checked, List<String> missing, String skipped) {
        if (!missing.isEmpty()) {
            return regressed(target, missing);
        }
        String all = "All " + checked + " markers are in " + target + ".";
        if (skipped == null) {
            return all;
        }
        return checked == 0
                ? "Warning: nothing was looked for: " + skipped
                : all + " Warning: some were not looked for: " + skipped;
    }

    /** The answer of git to whether a commit is in the target. */
    public static String inTarget(String sha, String target, String tip, boolean in) {
        return shortSha(sha) + (in ? " is in " : " is not in ") + target + " (" + shortSha(tip) + ").";
    }

    public static String inTargetUnknown(String target, String why) {
        return "It could not be found out, so it counts as not in " + target + ": " + why;
    }

    public static String emptySha() {
        return "An empty sha is in no branch.";
    }

    public static String policyPending(List<String> what) {
        return "Gitea still waits for " + String.join(", ", what) + ".";
    }

    public static String policyFailed(List<String> what) {
        return "Gitea will not merge: " + String.join(", ", what) + ".";
    }

    public static String mergeAnswer(int number, int status, String message) {
        String what = status == 0 ? "no answer" : "HTTP " + status;
        return "Merge call " + number + ": " + what + (message == null || message.isEmpty() ? "" : ", " + message);
    }

    public static String refused(String said) {
        return "Gitea refuses the merge" + (said == null || said.isEmpty() ? "" : ": " + said) + ".";
    }

    public static String mergeConflict(String target) {
        return "Gitea reports a conflict with " + target + ".";
    }

    public static String headOutOfDate(String branch) {
        return "Gitea says that " + branch + " is no longer at the tested commit; run the gate again.";
    }

    public static String keptFailing(int calls, String said) {
        return "Not merged after " + calls + (calls == 1 ? " call" : " calls")
                + (said == null || said.isEmpty() ? "" : " (last answer: " + said + ")")
                + "; git says nothing of it is in the target.";
    }

    public static String phantom(String target) {
        return "Gitea says merged, but git finds nothing of it in " + target + ".";
    }

    public static String died(String phase) {
        return "The run died while " + phase + "; git says nothing was merged.";
    }

    public static String looksDone(String sha, String target) {
        return "The build ended as if all was well, but its run had not ended: " + shortSha(sha)
                + " was not merged into " + target + ".";
    }

    public static String inFlight() {
        return "The merge call may still be at work on the server.";
    }

    public static String stopped(String why) {
        return why + "; git says nothing was merged.";
    }

    public static String bypassed() {
        return "The gate is off for this repository; the re-test ran on the branch as it is and nothing was merged.";
    }

    /** @param closed why it is kept closed, of which {@code holder} then may be null; null when it is not */
    public static String statusWaiting(String target, String holder, String closed, int position) {
        String why = holder == null ? closed : "held by " + holder + (closed == null ? "" : "; " + closed);
        return "Waiting for " + target + ": position " + position + ", " + why;
    }

    public static String statusCatchingUp(String target) {
        return "Catching up with the current " + target;
    }

    public static String statusTesting(String target) {
        return "Re-testing on the current " + target;
    }

    public static String statusMerging(String target, boolean tested) {
        return validated(target, tested) + "; merging";
    }

    /** @param why what keeps it from being merged: a sentence */
    public static String statusValidated(String target, boolean tested, String why) {
        return validated(target, tested) + ". " + why;
    }

    private static String validated(String target, boolean tested) {
        return tested
                ? "Tested on the current " + target
                : "Up to date with " + target + ", without a re-test of its own";
    }

    /** Short enough for a commit status. */
    public static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 199) + "\u2026";
    }

    /** What a person must do, for the pull request: Markdown with nothing in it that the message could have smuggled in. */
    public static String comment(String outcome, String message, String link) {
        String safe = message.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;")
                .replace("`", "'");
        return "**Merge Gate: " + outcome + "**\n\n" + safe + (link == null ? "" : "\n\n[The run](" + link + ")");
    }
}
