// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The place of the demonstration. */
@Command(name = "demo", hidden = true, description = "Not part of this build.")
final class DemoCommand implements Action {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public int run(Context context) {
        throw new InvalidInput("demo", "is not part of this build");
    }
}
