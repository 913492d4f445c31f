// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

/** A git command that failed; the message holds what git wrote to its error stream. */
public final class GitException extends RuntimeException {

    private final int exit;

    public GitException(int exit, String message) {
        super("git ended with " + exit + ": " + message.strip());
        this.exit = exit;
    }

    public int exit() {
        return exit;
    }
}
