// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads the command line, runs the command and turns whatever happens into one exit code. */
final class Cli {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private final Context context;

    Cli(Map<String, String> environment, PrintStream out, PrintStream err, Stop stop) {
        this.context = new Context(environment, out, err, stop);
    }

    /** The same in one call, for tests and for programs that run the command inside themselves. */
    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        return new Cli(environment, out, err, new Stop()).run(args);
    }

    int run(String... args) {
        boolean json = Arrays.asList(args).contains("--json");
        try {
            return execute(json, Commands.line(args).parseArgs(args));
        } catch (ParameterException e) {
            return refuse(json, e.getCommandLine().getCommand(), UsageError.sentence(e, args));
        }
    }

    private int execute(boolean json, ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine line = last.commandSpec().commandLine();
        if (line.isUsageHelpRequested()) {
            line.usage(context.out(), Commands.COLOURS);
            return OK;
        }
        if (line.isVersionHelpRequested()) {
            context.print(Commands.version());
            return OK;
        }
        if (!(line.getCommand() instanceof Action action)) {
            return refuse(json, null, UsageError.noCommand(line));
        }
        try {
            return action.run(context);
        } catch (InvalidInput e) {
            return refuse(json, action, e.getMessage());
        } catch (RuntimeException | Error e) {
            return breakDown(json, action, e);
        }
    }

    private int refuse(boolean json, Object command, String message) {
        context.say("merge-gate: " + message);
        if (json) {
            context.print(command instanceof Action action ? action.refusal(message) : Json.error(message));
        }
        return USAGE;
    }

    /** A mistake in this program. Its text may hold anything, so that only its place is told. */
    private int breakDown(boolean json, Action action, Throwable mistake) {
        StackTraceElement[] trace = mistake.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        String message =
                "This is a mistake in merge-gate: " + mistake.getClass().getSimpleName() + place + ".";
        context.say("merge-gate: " + message);
        if (json) {
            context.print(action.refusal(message));
        }
        return action.broken();
    }
}
