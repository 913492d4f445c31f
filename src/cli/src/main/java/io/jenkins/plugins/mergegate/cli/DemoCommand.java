// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.demo.Demo;
import io.jenkins.plugins.mergegate.cli.demo.DemoResult;
import io.jenkins.plugins.mergegate.cli.demo.Showroom;
import io.jenkins.plugins.mergegate.cli.demo.Stories;
import io.jenkins.plugins.mergegate.cli.demo.Story;
import io.jenkins.plugins.mergegate.cli.demo.StoryResult;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Outcome;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
                    + " behind.",
            "With --serve it plays nothing: the small Gitea stays up until it is stopped, to be tried with Jenkins or by hand."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every fact holds",
            "1:a fact does not hold, or the demonstration could not be played; what is wrong is named",
            "2:the command line cannot be used",
            "40:stopped by a signal"
        })
final class DemoCommand implements Action {
    private static final int MAX_PORT = 65_535;

    private final List<Story> stories;

    @Option(names = "--json", description = "Print one JSON object on standard output and no timeline.")
    private boolean json;

    @Option(
            names = "--serve",
            paramLabel = "PORT",
            description = "Only serve the small Gitea on this port of 127.0.0.1 (0: any), with two branches to merge.")
    private String serve;

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
        if (serve != null) {
            return serve(context, Numbers.whole("--serve", serve, 0, MAX_PORT));
        }
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

    private static int serve(Context context, int port) {
        CountDownLatch stopped = new CountDownLatch(1);
        context.stop().begin(stopped::countDown);
        try (Showroom showroom = Showroom.open(port)) {
            showroom.description().forEach(context::print);
            stopped.await();
            return Cli.OK;
        } catch (UncheckedIOException e) {
            throw new InvalidInput(
                    "--serve",
                    "names a port that cannot be used (" + e.getCause().getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.ABORTED.exit();
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
