// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import java.time.Duration;
import java.util.Locale;

/** Shows a run on standard error: each phase when it begins, with the time since the start. Silent with {@code --json}. */
final class Progress implements GateListener {
    private final Context context;
    private final boolean quiet;
    private final long start = System.nanoTime();
    private Phase phase;
    private String waiting = "";

    Progress(Context context, boolean quiet) {
        this.context = context;
        this.quiet = quiet;
    }

    @Override
    public void phase(GateState state) {
        if (state.phase() != phase) {
            phase = state.phase();
            say(words(phase.name()));
        }
    }

    @Override
    public void line(GateState state, String text) {
        say("  " + text);
    }

    /** Tells a reason for waiting once, not each time it is asked again. */
    void waiting(String why) {
        if (!waiting.equals(why)) {
            waiting = why;
            say("  " + why);
        }
    }

    /** Where the time went. */
    void ended(GateState state) {
        StringBuilder line = new StringBuilder("Times:");
        state.timings()
                .forEach((name, millis) -> line.append(' ')
                        .append(words(name))
                        .append(' ')
                        .append(seconds(millis))
                        .append(','));
        line.setLength(line.length() - 1);
        say(line.toString());
    }

    void say(String text) {
        if (!quiet) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            context.say(String.format(Locale.ROOT, "%8s  %s", seconds(millis), text));
        }
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
