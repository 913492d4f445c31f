// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything a run knows, as plain values: what the journal keeps and what a restart needs. Immutable; nullable where a
 * run has not come that far. Holds no secret.
 *
 * @param id random; also the token of the lock
 * @param server host of the Gitea server, with its port where it has one
 * @param owner the process that runs it, null where a build does
 * @param facts what Gitea said of the repository
 * @param startSha the tip of the branch when the run began
 * @param leaseSha where the branch on the remote must be for the next push: read at the start, or pushed by this run
 * @param retested null until decided
 * @param timings milliseconds by phase
 */
public record GateState(
        String id,
        GateRequest request,
        String server,
        ProcessId owner,
        Phase phase,
        Instant startedAt,
        Instant phaseSince,
        int failures,
        RepositoryFacts facts,
        String startSha,
        String leaseSha,
        Candidate candidate,
        int catchUps,
        Boolean retested,
        LockRecord lock,
        MergeRecord merge,
        Proof proof,
        String mergedSha,
        Regression regression,
        Ending ending,
        Map<String, Long> timings) {

    /** Host, pid and start time: together they name a process even after its pid was used again. */
    public record ProcessId(String host, long pid, Instant startedAt) {}

    /** @param style the style that will be used */
    public record RepositoryFacts(
            String remoteUrl, String defaultBranch, io.jenkins.plugins.mergegate.engine.gitea.MergeStyle style) {}

    /** @param acquiredAt null while waiting */
    public record LockRecord(String name, Instant queuedAt, Instant acquiredAt, Instant releasedAt) {}

    /**
     * @param pullRequest null until known
     * @param since when waiting for the merge began; the deadline counts from here
     * @param looks how often git was asked in vain since the last answer
     */
    public record MergeRecord(Long pullRequest, Instant since, List<Attempt> attempts, int looks) {}
}
