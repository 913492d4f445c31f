// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;

/**
 * The lockable resources that stand for merge locks. Check and act belong into one {@link #exclusively}: it holds the
 * manager's monitor, and it acts as Jenkins itself, because the manager takes a resource for free when the current user
 * may not see the build that holds it.
 */
final class Resources {
    private Resources() {}

    interface Work<T> {
        T run() throws IOException;
    }

    @SuppressWarnings("try")
    static <T> T exclusively(Work<T> work) throws IOException {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            synchronized (LockableResourcesManager.syncResources) {
                return work.run();
            }
        } catch (RejectedExecutionException e) {
            // The manager has saved for the last time.
            throw new IOException("Jenkins goes down, and its lockable resources are not saved any more", e);
        }
    }

    static Seen look(LockName name) {
        return find(name).map(Resources::describe).orElseGet(() -> Seen.free(name.toString()));
    }

    /** Every resource that is not free, of those that are asked for by name. */
    static List<Seen> taken(Predicate<String> which) {
        return LockableResourcesManager.get().getResources().stream()
                .filter(resource -> which.test(resource.getName()))
                .map(Resources::describe)
                .filter(seen -> seen.state() != Seen.State.FREE)
                .toList();
    }

    /** The build that has it, be it a gate run or not; null for none. */
    static Run<?, ?> build(LockName name) {
        return find(name).map(LockableResource::getBuild).orElse(null);
    }

    /** Locks a resource that is free, and creates it when it is missing. @return how it is now */
    static Seen take(LockName name, String holder, String token, Run<?, ?> run) throws IOException {
        LockableResourcesManager manager = LockableResourcesManager.get();
        if (find(name).isEmpty()) {
            manager.createResource(name.toString());
        }
        LockableResource resource = find(name)
                .orElseThrow(() ->
                        new IOException("ephemeral lockable resources are disabled; declare the resource " + name));
        // Creating it may have given it to a lock step that waited for this name.
        if (resource.isFree()) {
            String reason = new ReasonText(holder, token, run.getExternalizableId()).toString();
            manager.lock(List.of(resource), run, reason);
        }
        return describe(resource);
    }

    /** Whether a resource is held as it was seen. */
    static boolean isStill(Seen seen) {
        return still(seen).isPresent();
    }

    /** Frees a resource if it is held as it was seen. @return whether this call did it */
    static boolean free(Seen seen) {
        Optional<LockableResource> held = still(seen);
        // With the very object that the resource holds: the manager compares builds by identity.
        held.ifPresent(resource ->
                LockableResourcesManager.get().unlockNames(List.of(resource.getName()), resource.getBuild()));
        return held.isPresent();
    }

    private static Optional<LockableResource> still(Seen seen) {
        return LockableResourcesManager.get().getResources().stream()
                .filter(resource -> resource.getName().equals(seen.resource()))
                .filter(resource -> describe(resource).isHeldAs(seen))
                .findFirst();
    }

    /** Gitea ignores the case of owners and repositories, so one lock may be asked for in several spellings. */
    private static Optional<LockableResource> find(LockName name) {
        String text = name.toString();
        String key = LeaseFileLock.key(name);
        return LockableResourcesManager.get().getResources().stream()
                .filter(resource -> resource.getName().equalsIgnoreCase(text))
                .filter(resource -> LockName.parse(resource.getName())
                        .filter(other -> LeaseFileLock.key(other).equals(key))
                        .isPresent())
                .findFirst();
    }

    private static Seen describe(LockableResource resource) {
        String name = resource.getName();
        // A stolen resource is a reserved one; the mark alone can outlive the reservation.
        if (resource.isReserved()) {
            return Seen.foreign(name, resource.getReservedBy() + ", who reserved it");
        }
        Run<?, ?> build = resource.getBuild();
        if (build == null) {
            return resource.isQueued() ? Seen.foreign(name, queued(resource)) : Seen.free(name);
        }
        String id = build.getExternalizableId();
        Optional<ReasonText> reason = ReasonText.parse(resource.getLockReason())
                .filter(text -> text.build().equals(id));
        Date locked = resource.getReservedTimestamp();
        Instant since = locked == null ? Instant.now() : locked.toInstant();
        if (reason.isEmpty()) {
            String by = "a lock step of " + build.getFullDisplayName();
            return Builds.goesOn(build) ? Seen.foreign(name, by) : Seen.left(name, by, id, since);
        }
        return new Seen(
                name, Seen.State.OURS, build.getFullDisplayName(), reason.get().token(), id, since);
    }

    private static String queued(LockableResource resource) {
        String project = resource.getQueueItemProject();
        return (project == null ? "a job" : project) + " in the build queue";
    }
}
