// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** How a command ends that could not do its work. */
final class Failures {
    private Failures() {}

    static int report(Context context, Inputs inputs, String message) {
        context.say("merge-gate: " + message);
        if (inputs.json()) {
            context.print(Json.error(message));
        }
        return Cli.FAILED;
    }

    /** An exception of the file system for people: which file, and what about it. */
    static String text(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
            return file.getFile() + ": " + reason;
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
