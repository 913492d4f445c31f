// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import jenkins.model.Jenkins;

/**
 * What Jenkins knows of a build by its name. Two objects may stand for one build, as after a job was reloaded, so builds
 * are compared by {@link Run#getExternalizableId}, and only the object that Jenkins gives out now tells whether the
 * build goes on.
 */
final class Builds {
    private Builds() {}

    enum State {
        GOES_ON,
        /** Over, or killed. */
        OVER,
        /** Its job is there, the build is not. */
        DELETED,
        /** Not even its job can be found. */
        UNKNOWN
    }

    static boolean goesOn(Run<?, ?> build) {
        return state(build.getExternalizableId()) == State.GOES_ON;
    }

    @SuppressWarnings("try")
    static State state(String id) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Run<?, ?> build = Run.fromExternalizableId(id);
            if (build != null) {
                // A killed Pipeline stops being in progress before it has its result.
                return build.isInProgress() ? State.GOES_ON : State.OVER;
            }
            String job = id.substring(0, id.lastIndexOf('#'));
            return Jenkins.get().getItemByFullName(job, Job.class) == null ? State.UNKNOWN : State.DELETED;
        }
    }
}
