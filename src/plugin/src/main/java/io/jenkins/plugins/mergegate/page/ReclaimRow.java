// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The reclaim that a person asked for last; for those who may manage the gate. */
@ExportedBean(defaultVisibility = 9)
public final class ReclaimRow {
    private final String by;
    private final String reason;
    private final int chosen;
    private final Instant since;
    private final Instant ended;
    private final StaleLocks.Judged result;

    private ReclaimRow(
            String by,
            String reason,
            int chosen,
            Instant since,
            @CheckForNull Instant ended,
            @CheckForNull StaleLocks.Judged result) {
        this.by = by;
        this.reason = reason;
        this.chosen = chosen;
        this.since = since;
        this.ended = ended;
        this.result = result;
    }

    static ReclaimRow begun(String by, String reason, int chosen, Instant now) {
        return new ReclaimRow(by, reason, chosen, now, null, null);
    }

    /** @param judged null when it could not be carried out */
    ReclaimRow ended(@CheckForNull StaleLocks.Judged judged, Instant now) {
        return new ReclaimRow(by, reason, chosen, since, now, judged);
    }

    @Exported
    public String getBy() {
        return by;
    }

    @Exported
    public String getReason() {
        return reason;
    }

    /** How many locks were to be freed. */
    @Exported
    public int getChosen() {
        return chosen;
    }

    @Exported
    public String getSince() {
        return since.toString();
    }

    /** Null while it goes on. */
    @Exported
    @CheckForNull
    public String getEnded() {
        return ended == null ? null : ended.toString();
    }

    /** Null while it goes on. */
    @Exported
    @CheckForNull
    public Integer getReclaimed() {
        return result == null
                ? (ended == null ? null : Integer.valueOf(0))
                : Integer.valueOf(result.snapshot().reclaimed());
    }

    /** Those of the chosen ones that were stale still; empty while it goes on. */
    @Exported
    public List<StaleRow> getLocks() {
        return result == null
                ? List.of()
                : result.locks().stream().map(StaleRow::new).toList();
    }

    /** One line for each thing that failed. */
    @Exported
    public List<String> getErrors() {
        if (result == null) {
            return ended == null ? List.of() : List.of("It could not be carried out; the log of Jenkins tells why.");
        }
        return result.snapshot().errors();
    }

    public boolean isOver() {
        return ended != null;
    }

    public Date getSinceDate() {
        return Date.from(since);
    }
}
