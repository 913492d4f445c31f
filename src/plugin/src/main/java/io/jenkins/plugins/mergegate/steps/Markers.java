// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.mergegate.engine.config.TextRules;
import java.util.ArrayList;
import java.util.List;

/** The parameter {@code markers}. */
final class Markers {
    static final String FIELD = "markers";

    private Markers() {}

    /** What a script gave: anything may be in there. */
    static ArrayList<String> copy(@CheckForNull List<String> given) {
        ArrayList<String> markers = new ArrayList<>();
        if (given != null) {
            given.forEach(marker -> markers.add(Util.fixNull(marker)));
        }
        return markers;
    }

    /** What a form sent: one marker a line. */
    static List<String> lines(@CheckForNull String text) {
        return Util.fixNull(text).lines().filter(line -> !line.isBlank()).toList();
    }

    /** @throws io.jenkins.plugins.mergegate.engine.InvalidInput when one of them cannot be looked for */
    static void check(List<String> markers) {
        markers.forEach(marker -> TextRules.marker(FIELD, marker));
    }
}
