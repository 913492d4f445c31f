// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

/** A command of {@code merge-gate}. */
interface Action {
    /** Does it. @throws io.jenkins.plugins.mergegate.engine.InvalidInput before anything was touched */
    int run(Context context);

    /** What {@code --json} prints when the command was refused or broke. */
    default Json refusal(String message) {
        return Json.error(message);
    }

    /** The exit code when the command broke in a way that nobody foresaw. */
    default int broken() {
        return Cli.FAILED;
    }
}
