// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.place.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A hold as pages and the API show it to one person. All but id, scope, reason, message and since is null when its file is
 * damaged. Branch, commit, message and who raised it are null for those who may not read the job that did.
 */
@ExportedBean(defaultVisibility = 2)
public final class HoldRow {
    private final Hold hold;
    private final Instant expires;
    private final boolean visible;
    private final Viewer.Build build;

    /** @param expiryHours 0 = it never expires */
    HoldRow(Hold hold, int expiryHours, Viewer viewer) {
        this.hold = hold;
        this.visible = viewer.manages() || viewer.sees(hold.by());
        this.build = viewer.build(hold.by());
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
        return visible ? hold.branch() : null;
    }

    @Exported
    @CheckForNull
    public String getSha() {
        return visible ? hold.sha() : null;
    }

    @Exported
    public String getReason() {
        return hold.reason().name();
    }

    @Exported
    @CheckForNull
    public String getMessage() {
        return visible ? hold.message() : null;
    }

    /** The build or the process that raised it. */
    @Exported
    @CheckForNull
    public String getBy() {
        return visible ? hold.by() : null;
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

    /** Of the build that raised it, relative to the root of Jenkins; null when it is none, or may not be seen. */
    @Exported
    @CheckForNull
    public String getUrl() {
        return build == null ? null : build.url();
    }

    /** Whether the person may know which build raised it, and what it said. */
    public boolean isVisible() {
        return visible;
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
