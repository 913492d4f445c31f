// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Option;

/** The commands by name. */
final class Commands {
    static final ColorScheme COLOURS = CommandLine.Help.defaultColorScheme(Ansi.OFF);

    static final List<String> NAMES = List.of(
            "gate",
            "verify-in-main",
            "regression-guard",
            "reclaim-stale-locks",
            "reaper",
            "status",
            "hold",
            "doctor",
            "demo");

    private static final int WIDTH = 100;

    private Commands() {}

    /** A parser for these arguments. Only the command they name is loaded: the start of Java is slow enough. */
    static CommandLine line(String... args) {
        CommandLine line = new CommandLine(new Root());
        for (String name : wanted(args.length == 0 ? "" : args[0])) {
            line.addSubcommand(name, command(name));
        }
        return line.setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(false)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(COLOURS);
    }

    private static List<String> wanted(String first) {
        if (NAMES.contains(first)) {
            return List.of(first);
        }
        return first.equals("--version") || first.equals("-V") ? List.of() : NAMES;
    }

    static String version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return "merge-gate " + (version == null ? "(development)" : version);
    }

    private static Object command(String name) {
        return switch (name) {
            case "gate" -> new GateCommand();
            case "verify-in-main" -> new VerifyInMainCommand();
            case "regression-guard" -> new RegressionGuardCommand();
            case "reclaim-stale-locks" -> new ReclaimStaleLocksCommand();
            case "reaper" -> new ReaperCommand();
            case "status" -> new StatusCommand();
            case "hold" -> new HoldCommand();
            case "doctor" -> new DoctorCommand();
            default -> new DemoCommand();
        };
    }

    @Command(
            name = "merge-gate",
            description = "Keeps the main branch of Gitea repositories honest: a branch is caught up with main, tested"
                    + " as it will be merged, merged through Gitea one at a time, and the merge is proven by git.",
            footer = {
                "",
                "Each command explains itself with --help.",
                "The token of Gitea is read from GITEA_TOKEN or --token-file, never from the command line."
            },
            synopsisSubcommandLabel = "COMMAND",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:no, or failed", "2:the command line or the configuration cannot be used"})
    static final class Root {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the version.")
        private boolean version;
    }
}
