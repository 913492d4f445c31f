// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A hold as pages and the API show it. All but id, scope, reason, message and since is null when its file is damaged. */
@ExportedBean(defaultVisibility = 2)
public final class HoldRow {
    private final Hold hold;
    private final Instant expires;

    /** @param expiryHours 0 = it never expires */
    HoldRow(Hold hold, int expiryHours) {
        this.hold = hold;
        this.expires = expiryHours == 0 || hold.damaged() ? null : hold.since().plus(Duration.ofHours(expiryHours));
    }

    @Exported
    public String getId() {
        return hold.id();
    }

    /** {@code BRANCH} or {@code TARGET}. */
    @Exported
    public String getScope() {
        return hold.scope().name();
    }

    @Exported
    @CheckForNull
    public String getServer() {
        return hold.server();
    }

    @Exported
    @CheckForNull
    public String getRepository() {
        return hold.repository() == null ? null : hold.repository().toString();
    }

    @Exported
    @CheckForNull
    public String getTarget() {
        return hold.target();
    }

    @Exported
    @CheckForNull
    public String getBranch() {
        return hold.branch();
    }

    @Exported
    @CheckForNull
    public String getSha() {
        return hold.sha();
    }

    @Exported
    public String getReason() {
        return hold.reason().name();
    }

    @Exported
    public String getMessage() {
        return hold.message();
    }

    /** The build or the process that raised it. */
    @Exported
    @CheckForNull
    public String getBy() {
        return hold.by();
    }

    @Exported
    public String getSince() {
        return hold.since().toString();
    }

    @Exported
    @CheckForNull
    public String getExpires() {
        return expires == null ? null : expires.toString();
    }

    public boolean isDamaged() {
        return hold.damaged();
    }

    public boolean isTargetClosed() {
        return hold.scope() == Hold.Scope.TARGET;
    }

    public String getShortSha() {
        return Texts.shortSha(hold.sha());
    }

    public Date getSinceDate() {
        return Date.from(hold.since());
    }

    @CheckForNull
    public Date getExpiresDate() {
        return expires == null ? null : Date.from(expires);
    }
}
