// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;

/** Lets those in line know that a build is over: after the lockable resources of it were freed. */
@Extension(ordinal = -1000)
public final class LockWatch extends RunListener<Run<?, ?>> {
    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        LockDesk.get().poke();
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        LockDesk.get().poke();
    }
}
