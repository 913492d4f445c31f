// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import hudson.model.Api;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The preview of a reclaim: what it would free now. For those who may manage the gate. */
@ExportedBean(defaultVisibility = 9)
public final class StalePage {
    private final StaleLocks.Judged judged;

    StalePage(StaleLocks.Judged judged) {
        this.judged = judged;
    }

    public Api getApi() {
        return new Api(this);
    }

    /** When it was looked. */
    @Exported
    public String getTime() {
        return judged.snapshot().time().toString();
    }

    /** Locks that are held by builds. */
    @Exported
    public int getScanned() {
        return judged.snapshot().scanned();
    }

    /** Those that would be freed and, without a tier, what is left alone; a lock that is in use is not in it. */
    @Exported
    public List<StaleRow> getLocks() {
        return judged.locks().stream().map(StaleRow::new).toList();
    }

    /** One line for each thing that could not be looked at. */
    @Exported
    public List<String> getErrors() {
        return judged.snapshot().errors();
    }

    /** Whether there is anything to reclaim. */
    public boolean isAnything() {
        return getLocks().stream().anyMatch(StaleRow::isReclaimable);
    }
}
