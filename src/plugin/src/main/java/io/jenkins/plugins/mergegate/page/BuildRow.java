// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.place.Viewer;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A build that somebody may see. */
@ExportedBean(defaultVisibility = 9)
public final class BuildRow {
    private final Viewer.Build build;

    private BuildRow(Viewer.Build build) {
        this.build = build;
    }

    @CheckForNull
    static BuildRow of(@CheckForNull Viewer.Build build) {
        return build == null ? null : new BuildRow(build);
    }

    /** For people, with the number. */
    @Exported
    public String getName() {
        return build.name();
    }

    /** Relative to the root of Jenkins, with a slash at its end; null when it is gone. */
    @Exported
    @CheckForNull
    public String getUrl() {
        return build.url();
    }
}
