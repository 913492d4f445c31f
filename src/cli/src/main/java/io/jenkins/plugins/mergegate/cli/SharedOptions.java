// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import picocli.CommandLine.Option;

/** The options every command has, as they were typed; {@link Inputs} checks them. */
final class SharedOptions {
    @Option(
            names = "--gitea",
            paramLabel = "URL",
            description = "The Gitea server (default: the only server in --config).")
    String gitea;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "The file whose first line is the token for Gitea (default: the variable GITEA_TOKEN).")
    String tokenFile;

    @Option(names = "--repository", paramLabel = "OWNER/NAME", description = "The repository.")
    String repository;

    @Option(
            names = "--target",
            paramLabel = "BRANCH",
            description = "The branch that is merged into (default: defaultTarget of --config, else main).")
    String target;

    @Option(
            names = "--remote",
            paramLabel = "URL",
            description = "Where git fetches and pushes (default: the clone URL that Gitea gives).")
    String remote;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where locks, holds and the journal are kept; all that gate one repository share it"
                    + " (default: $XDG_STATE_HOME/merge-gate, else ~/.local/state/merge-gate).")
    String stateDir;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description = "Where mirrors and work trees are kept; it may be deleted when nothing runs"
                    + " (default: $XDG_CACHE_HOME/merge-gate, else ~/.cache/merge-gate).")
    String workDir;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, YAML.")
    String config;

    @Option(names = "--json", description = "Print one JSON object on standard output and no progress.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
