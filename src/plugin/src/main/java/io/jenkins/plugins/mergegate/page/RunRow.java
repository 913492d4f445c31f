// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.place.Viewer;
import io.jenkins.plugins.mergegate.run.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A run of a build that the person at work may see. */
@ExportedBean(defaultVisibility = 9)
public final class RunRow {
    private final RunSummary run;
    private final BuildRow build;

    RunRow(RunSummary run, Viewer viewer) {
        this.run = run;
        this.build = BuildRow.of(viewer.build(run.build()));
    }

    @Exported
    public String getId() {
        return run.id();
    }

    @Exported
    @CheckForNull
    public BuildRow getBuild() {
        return build;
    }

    @Exported
    public String getServer() {
        return run.target().host();
    }

    @Exported
    public String getRepository() {
        return run.target().repository().toString();
    }

    @Exported
    public String getBranch() {
        return run.branch();
    }

    @Exported
    public String getTarget() {
        return run.target().target();
    }

    /** Null while it goes on. */
    @Exported
    @CheckForNull
    public String getOutcome() {
        return Optional.ofNullable(run.outcome()).map(Outcome::name).orElse(null);
    }

    /** Null unless the outcome has one. */
    @Exported
    @CheckForNull
    public String getReason() {
        return Optional.ofNullable(run.reason()).map(Reason::name).orElse(null);
    }

    /** Null while it goes on. */
    @Exported
    @CheckForNull
    public String getMessage() {
        return run.message();
    }

    @Exported
    public String getPhase() {
        return run.phase().name();
    }

    /** The commit that is tested and merged; null until known. */
    @Exported
    @CheckForNull
    public String getCandidate() {
        return run.candidate();
    }

    /** Null unless merged. */
    @Exported
    @CheckForNull
    public String getMergedSha() {
        return run.mergedSha();
    }

    /** Null until known. */
    @Exported
    @CheckForNull
    public Long getPullRequest() {
        return run.pullRequest();
    }

    @Exported
    public String getStartedAt() {
        return run.startedAt().toString();
    }

    /** Null while it goes on. */
    @Exported
    @CheckForNull
    public String getEndedAt() {
        return Optional.ofNullable(run.endedAt()).map(Instant::toString).orElse(null);
    }

    /** From beginning to end; null while it goes on. */
    @Exported
    @CheckForNull
    public Long getDurationMillis() {
        return between(run.startedAt(), run.endedAt());
    }

    /** How long it waited for its lock; null while it waits, and when it never asked. */
    @Exported
    @CheckForNull
    public Long getWaitMillis() {
        Instant until = run.acquiredAt() == null ? run.endedAt() : run.acquiredAt();
        return between(run.queuedAt(), until);
    }

    /** How long it had its lock; null while it has it, and when it never got it. */
    @Exported
    @CheckForNull
    public Long getHoldMillis() {
        Instant until = run.releasedAt() == null ? run.endedAt() : run.releasedAt();
        return between(run.acquiredAt(), until);
    }

    /** How many merge calls were made. */
    @Exported
    public int getAttempts() {
        return run.attempts();
    }

    public boolean isOver() {
        return run.isOver();
    }

    /** Null until known. */
    @CheckForNull
    public String getShortCandidate() {
        return run.candidate() == null ? null : Texts.shortSha(run.candidate());
    }

    /** Null unless merged. */
    @CheckForNull
    public String getShortMergedSha() {
        return run.mergedSha() == null ? null : Texts.shortSha(run.mergedSha());
    }

    public Date getStartedDate() {
        return Date.from(run.startedAt());
    }

    /** Null while it goes on. */
    @CheckForNull
    public Date getEndedDate() {
        return run.endedAt() == null ? null : Date.from(run.endedAt());
    }

    @CheckForNull
    private static Long between(@CheckForNull Instant from, @CheckForNull Instant to) {
        return from == null || to == null
                ? null
                : Math.max(0, Duration.between(from, to).toMillis());
    }
}
