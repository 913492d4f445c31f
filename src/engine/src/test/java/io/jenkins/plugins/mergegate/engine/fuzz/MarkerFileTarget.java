// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.guard.MarkerFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** The markers of a repository: any text is a list of them, or is refused. */
public final class MarkerFileTarget {
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 1);

    private MarkerFileTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            MarkerFile.read(MarkerFile.PATH, new String(data, StandardCharsets.UTF_8), TODAY);
        } catch (InvalidInput refused) {
            // What it says of every text that is none.
        }
    }
}
