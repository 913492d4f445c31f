// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.demo.Demo;
import io.jenkins.plugins.mergegate.cli.demo.DemoResult;
import io.jenkins.plugins.mergegate.cli.demo.Stories;
import io.jenkins.plugins.mergegate.cli.demo.Story;
import io.jenkins.plugins.mergegate.cli.demo.StoryResult;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code merge-gate demo}: shows the gate at work, and checks it. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "Shows the gate at work: starts a small Gitea in a temporary directory, lets nine things go wrong with main,"
                    + " and takes each branch through the gate. Every claim is looked up in git.",
            "It needs git and sh, no server, no account and no configuration, takes a few seconds, and leaves nothing"
                    + " behind."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every fact holds",
            "1:a fact does not hold, or the demonstration could not be played; what is wrong is named",
            "2:the command line cannot be used",
            "40:stopped by a signal"
        })
final class DemoCommand implements Action {
    private final List<Story> stories;

    @Option(names = "--json", description = "Print one JSON object on standard output and no timeline.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    DemoCommand() {
        this(Stories.all());
    }

    DemoCommand(List<Story> stories) {
        this.stories = List.copyOf(stories);
    }

    @Override
    public int run(Context context) {
        Demo demo = new Demo(
                new InProcess(context.environment()),
                json ? line -> {} : line -> context.print(line.stripTrailing()),
                stories);
        context.stop().begin(demo::stop);
        try {
            DemoResult result = demo.run();
            if (json) {
                context.print(json(result));
                result.failures().forEach(failure -> context.say("merge-gate: does not hold: " + failure));
                if (result.trouble() != null) {
                    context.say("merge-gate: " + result.trouble());
                }
            }
            return result.exit();
        } finally {
            context.stop().end();
        }
    }

    private static Json json(DemoResult result) {
        return new Json()
                .with(
                        "stories",
                        result.stories().stream().map(DemoCommand::json).toList())
                .with("ok", result.ok());
    }

    private static Json json(StoryResult story) {
        return new Json()
                .with("name", story.name())
                .with("expected", String.join(", ", story.expected()))
                .with("outcome", String.join(", ", story.outcomes()))
                .with("reason", story.reason())
                .with(
                        "facts",
                        story.facts().stream()
                                .map(fact ->
                                        new Json().with("what", fact.what()).with("holds", fact.holds()))
                                .toList())
                .with("ok", story.ok());
    }
}
