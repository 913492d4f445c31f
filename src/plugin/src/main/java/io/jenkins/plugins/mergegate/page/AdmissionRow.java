// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.lock.Admission;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Whether the gate gives out merge locks. */
@ExportedBean(defaultVisibility = 9)
public final class AdmissionRow {
    private final Admission admission;

    AdmissionRow(Admission admission) {
        this.admission = admission;
    }

    /** {@code OPEN}, {@code DRAINING} or {@code PAUSED}. */
    @Exported
    public String getMode() {
        return admission.mode().name();
    }

    /** Null when nobody ever said anything, like what follows. */
    @Exported
    @CheckForNull
    public String getSince() {
        return Optional.ofNullable(admission.since()).map(Instant::toString).orElse(null);
    }

    @Exported
    @CheckForNull
    public String getBy() {
        return admission.by();
    }

    @Exported
    @CheckForNull
    public String getReason() {
        return admission.reason();
    }

    public boolean isOpen() {
        return admission.mode() == Admission.Mode.OPEN;
    }

    @CheckForNull
    public Date getSinceDate() {
        return admission.since() == null ? null : Date.from(admission.since());
    }
}
