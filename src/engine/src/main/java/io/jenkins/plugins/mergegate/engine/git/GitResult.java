// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/**
 * What a git call ended with.
 *
 * @param exit the exit code; -1 unless {@code ending} is EXITED
 * @param out standard output, read as UTF-8
 * @param err standard error, read as UTF-8, secrets replaced
 */
public record GitResult(Ending ending, int exit, String out, String err) {
    /** How the process ended. INTERRUPTED: by a signal or because this thread was asked to stop. */
    public enum Ending {
        EXITED,
        TIMED_OUT,
        INTERRUPTED,
        NOT_STARTED
    }

    public boolean ok() {
        return ending == Ending.EXITED && exit == 0;
    }
}
