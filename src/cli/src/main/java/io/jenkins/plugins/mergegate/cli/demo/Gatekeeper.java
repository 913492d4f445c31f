// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the command on the playground and reads what it prints. Once stopped it runs nothing more. */
final class Gatekeeper {
    private static final long PAUSE_MILLIS = 20;

    private final MergeGate command;
    private final Playground playground;
    private final CountDownLatch stopped;

    Gatekeeper(MergeGate command, Playground playground, CountDownLatch stopped) {
        this.command = command;
        this.playground = playground;
        this.stopped = stopped;
    }

    /** A command as a person would type it, without the options that are the same for all. */
    static String line(List<String> args) {
        StringBuilder line = new StringBuilder("merge-gate");
        args.forEach(arg -> line.append(' ').append(arg.matches("[\\w./=-]+") ? arg : "'" + arg + "'"));
        return line.toString();
    }

    GateResult gate(List<String> args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = run(args, out, err);
        return new GateResult(
                exit,
                GateResult.parse(text(out)),
                text(err).lines().filter(line -> !line.isBlank()).toList());
    }

    JsonNode ask(List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(args, out, new ByteArrayOutputStream());
        return GateResult.parse(text(out));
    }

    /** The same command for a process of its own. */
    List<String> elsewhere(List<String> args) {
        List<String> whole = new ArrayList<>(args);
        whole.addAll(playground.options());
        return whole;
    }

    String mainClass() {
        return command.mainClass();
    }

    void pause() {
        checkStop();
        try {
            if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new Stopped();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    void checkStop() {
        if (stopped.getCount() == 0) {
            throw new Stopped();
        }
    }

    private int run(List<String> args, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        checkStop();
        try {
            return command.run(
                    playground.environment(),
                    print(out),
                    print(err),
                    elsewhere(args).toArray(String[]::new));
        } finally {
            // Whatever became of a command that was stopped is of no interest.
            checkStop();
        }
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
