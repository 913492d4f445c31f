// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

/** The end of a process, at once: no code of the product catches it. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
        super("killed", null, false, false);
    }
}
