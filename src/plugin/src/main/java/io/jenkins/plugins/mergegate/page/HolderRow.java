// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.lock.LockView;
import io.jenkins.plugins.mergegate.place.Viewer;
import io.jenkins.plugins.mergegate.run.History;
import io.jenkins.plugins.mergegate.run.RunSummary;
import java.time.Instant;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Who has the merge lock of a target: mostly a run, but it may be a {@code lock} step, or a person who reserved it. */
@ExportedBean(defaultVisibility = 9)
public final class HolderRow {
    private final String who;
    private final BuildRow build;
    private final RunSummary run;
    private final boolean visible;
    private final Instant since;

    HolderRow(LockView.Party holder, Viewer viewer, History history) {
        this.visible = viewer.sees(holder.build());
        this.who = Words.who(holder, viewer);
        this.build = BuildRow.of(viewer.build(holder.build()));
        this.run = history.find(holder.token());
        this.since = holder.since() == null && run != null ? run.acquiredAt() : holder.since();
    }

    /** For people; names nobody who may not be seen. */
    @Exported
    public String getWho() {
        return who;
    }

    /** Null when it is no build's, or may not be seen. */
    @Exported
    @CheckForNull
    public BuildRow getBuild() {
        return build;
    }

    /** Of the run; null when it is none, or may not be seen. So are branch and candidate. */
    @Exported
    @CheckForNull
    public String getRunId() {
        return run == null || !visible ? null : run.id();
    }

    /** Null when it is no run. */
    @Exported
    @CheckForNull
    public String getPhase() {
        return run == null ? null : run.phase().name();
    }

    @Exported
    @CheckForNull
    public String getBranch() {
        return run == null || !visible ? null : run.branch();
    }

    @Exported
    @CheckForNull
    public String getCandidate() {
        return run == null || !visible ? null : run.candidate();
    }

    /** Null when it is not known. */
    @Exported
    @CheckForNull
    public String getSince() {
        return since == null ? null : since.toString();
    }

    /** Whether the person may see who it is. */
    public boolean isVisible() {
        return visible;
    }

    @CheckForNull
    public String getShortCandidate() {
        return getCandidate() == null ? null : Texts.shortSha(getCandidate());
    }

    @CheckForNull
    public Date getSinceDate() {
        return since == null ? null : Date.from(since);
    }
}
