// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.demo.MergeGate;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Runs commands of this program inside this process, one after the other. */
final class InProcess implements MergeGate {
    private final Map<String, String> environment;
    private Stop running = new Stop();
    private boolean stopped;

    InProcess(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(Map<String, String> added, PrintStream out, PrintStream err, String... args) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(added);
        return new Cli(all, out, err, next()).run(args);
    }

    private synchronized Stop next() {
        running = new Stop();
        if (stopped) {
            running.request();
        }
        return running;
    }

    @Override
    public void stop() {
        Stop last;
        synchronized (this) {
            stopped = true;
            last = running;
        }
        last.request();
    }

    @Override
    public String mainClass() {
        return Main.class.getName();
    }
}
