// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;

/** Moves refs and writes down who did it. */
public final class Refs {

    private Refs() {}

    /** Moves the ref only if it still is where the update says it was. */
    public static boolean move(Repository repository, RefUpdate update) {
        synchronized (repository) {
            if (!repository.git().swap(update.ref(), update.before(), update.after())) {
                return false;
            }
            repository.log(update);
            return true;
        }
    }
}
