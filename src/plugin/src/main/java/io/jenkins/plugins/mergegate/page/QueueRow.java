// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.lock.LockView;
import io.jenkins.plugins.mergegate.place.Viewer;
import io.jenkins.plugins.mergegate.run.History;
import io.jenkins.plugins.mergegate.run.RunSummary;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A run in line for a merge lock. */
@ExportedBean(defaultVisibility = 9)
public final class QueueRow {
    private final LockView.Waiting waiting;
    private final boolean visible;
    private final BuildRow build;
    private final RunSummary run;
    private final String why;

    QueueRow(LockName lock, LockView.Waiting waiting, Viewer viewer, History history) {
        this.waiting = waiting;
        this.visible = viewer.sees(waiting.build());
        this.build = BuildRow.of(viewer.build(waiting.build()));
        this.run = visible ? history.find(waiting.token()) : null;
        this.why = Words.waiting(lock, waiting, viewer);
    }

    /** 1 = next. */
    @Exported
    public int getPosition() {
        return waiting.position();
    }

    /** Higher goes first. */
    @Exported
    public int getPriority() {
        return waiting.priority();
    }

    /** Null when it may not be seen. So are its run and branch. */
    @Exported
    @CheckForNull
    public BuildRow getBuild() {
        return build;
    }

    @Exported
    @CheckForNull
    public String getRunId() {
        return visible ? waiting.token() : null;
    }

    @Exported
    @CheckForNull
    public String getBranch() {
        return run == null ? null : run.branch();
    }

    @Exported
    public String getSince() {
        return waiting.since().toString();
    }

    /** What it waits for, as the run itself prints it; names nobody who may not be seen. */
    @Exported
    public String getWhy() {
        return why;
    }

    /** Whether the person may see whose run it is. */
    public boolean isVisible() {
        return visible;
    }

    public Date getSinceDate() {
        return Date.from(waiting.since());
    }
}
