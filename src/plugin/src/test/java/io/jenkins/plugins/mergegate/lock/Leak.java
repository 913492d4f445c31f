// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.model.Run;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;

/** A lock that nobody gives back, as a crash between two saves of the resources leaves it. */
public final class Leak {
    private Leak() {}

    /** Puts a lock into the hands of a run of a build, be it over or not. */
    public static LockableResource of(String lock, Run<?, ?> build, String token) {
        synchronized (LockableResourcesManager.syncResources) {
            LockableResourcesManager manager = LockableResourcesManager.get();
            manager.createResource(lock);
            LockableResource resource = manager.getResources().stream()
                    .filter(one -> one.getName().equals(lock))
                    .findFirst()
                    .orElseThrow();
            resource.setBuild(build);
            resource.setLockReason(new ReasonText("someone", token, build.getExternalizableId()).toString());
            return resource;
        }
    }
}
