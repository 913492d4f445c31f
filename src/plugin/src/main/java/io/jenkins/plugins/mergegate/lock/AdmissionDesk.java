// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.mergegate.audit.AuditLog;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import jenkins.model.Jenkins;

/**
 * Pauses, drains and resumes the gate of this Jenkins: no repository gets a merge lock meanwhile. It survives a restart,
 * it is written down in the audit log, and the runs that wait are told at once.
 *
 * <p>What changes it is for the person at work. It throws {@link io.jenkins.plugins.mergegate.engine.InvalidInput} named
 * {@code reason} when the reason cannot be used, {@link org.springframework.security.access.AccessDeniedException} unless
 * that person may manage the gate, and {@link IOException} when it could not be written down: then nothing has changed.
 */
@Extension
public final class AdmissionDesk {
    private final Clock clock = Clock.systemUTC();
    private final AdmissionFile file;
    private volatile Admission current;

    public AdmissionDesk() {
        Path directory = new File(Jenkins.get().getRootDir(), "merge-gate").toPath();
        file = new AdmissionFile(directory);
        current = file.read();
    }

    public static AdmissionDesk get() {
        return ExtensionList.lookupSingleton(AdmissionDesk.class);
    }

    /** What holds now; never waits for a file. */
    public Admission current() {
        return current;
    }

    /** From now on nobody gets a merge lock; who holds one finishes. */
    public void pause(String reason) throws IOException {
        change(Admission.Mode.PAUSED, "paused", reason);
    }

    /** Only those who are in line now still get a merge lock. A drain that was going on begins anew. */
    public void drain(String reason) throws IOException {
        change(Admission.Mode.DRAINING, "drained", reason);
    }

    /** Everybody gets a merge lock in turn again. */
    public void resume(String reason) throws IOException {
        change(Admission.Mode.OPEN, "resumed", reason);
    }

    private void change(Admission.Mode mode, String what, String reason) throws IOException {
        Jenkins.get().checkPermission(MergeGatePermissions.MANAGE);
        String why = Holds.checkReason("reason", reason == null ? null : reason.strip());
        String by = Jenkins.getAuthentication2().getName();
        synchronized (this) {
            Admission next = new Admission(mode, clock.instant(), by, why);
            file.write(next);
            // In the monitor in which locks are taken: once this returns, nobody takes one by the old word.
            Resources.exclusively(() -> current = next);
            AuditLog.line("The gate was " + what + " by " + by + ": " + why);
        }
        LockDesk.get().wakeAll();
    }
}
