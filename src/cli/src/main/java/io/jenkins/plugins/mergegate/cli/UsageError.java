// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with a command line. Repeats names of options, never values. */
final class UsageError {
    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][A-Za-z0-9-]{0,39}");

    private UsageError() {}

    static String sentence(ParameterException e, String... args) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched.getUnmatched(), unmatched.getCommandLine());
        }
        ArgSpec argument = e instanceof OverwrittenOptionException twice ? twice.getOverwritten() : e.getArgSpec();
        if (argument == null
                && e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            argument = missing.getMissing().get(0);
        }
        if (argument == null) {
            return "The command line cannot be read.";
        }
        if (e instanceof OverwrittenOptionException) {
            return name(argument) + " is given more than once.";
        }
        return name(argument) + (given(argument, args) ? " needs a value." : " is missing.");
    }

    static String noCommand(CommandLine line) {
        return "A command is missing: "
                + String.join(", ", line.getSubcommands().keySet()) + ".";
    }

    private static String unknown(List<String> unmatched, CommandLine line) {
        String first = unmatched.isEmpty() ? "" : unmatched.get(0);
        String option = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
        if (OPTION.matcher(option).matches()) {
            return option + " is not an option of " + line.getCommandSpec().qualifiedName() + ".";
        }
        if (!line.getSubcommands().isEmpty()) {
            return "There is no such command; there are "
                    + String.join(", ", line.getSubcommands().keySet()) + ".";
        }
        return "There is an argument that " + line.getCommandSpec().qualifiedName() + " does not know.";
    }

    private static boolean given(ArgSpec argument, String... args) {
        if (!(argument instanceof OptionSpec option)) {
            return false;
        }
        for (String arg : args) {
            for (String name : option.names()) {
                if (arg.equals(name) || arg.startsWith(name + "=")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
