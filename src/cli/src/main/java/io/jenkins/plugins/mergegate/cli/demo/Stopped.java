// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

/** The demonstration was asked to stop; it goes straight to the end. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("stopped", null, false, false);
    }
}
