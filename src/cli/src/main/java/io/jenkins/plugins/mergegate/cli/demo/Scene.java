// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.faults.Faults;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one story works with: main as it is, the server, the gate, and the facts that were found. For the stories alone. */
public final class Scene {
    private final Playground playground;
    private final Gatekeeper gatekeeper;
    private final Timeline timeline;
    private final String start;
    private final int moves;
    private final List<GateResult> runs = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    Scene(Playground playground, Gatekeeper gatekeeper, Timeline timeline) {
        this.playground = playground;
        this.gatekeeper = gatekeeper;
        this.timeline = timeline;
        this.start = repository().head("main");
        this.moves = repository().refLog("main").size();
        playground.gitea().resetRequests();
    }

    EmbeddedRepository repository() {
        return playground.repository();
    }

    Faults faults() {
        return playground.gitea().faults();
    }

    Playground playground() {
        return playground;
    }

    /** Tells what somebody does. */
    void tell(String who, String what) {
        gatekeeper.checkStop();
        timeline.event(who, what);
    }

    /** A new branch of main with one commit. */
    String branch(String name, Map<String, String> files, String message) {
        repository().createBranch(name, "main");
        String sha = repository().commit(name, files, message);
        tell("branch", name + ": " + message);
        return sha;
    }

    /** A commit of somebody else on main. */
    String main(Map<String, String> files, String message) {
        String sha = repository().commit("main", files, message);
        tell("main", message);
        return sha;
    }

    /** Takes a branch through the gate, with the project's test as the re-test. */
    GateResult gate(String branch, String... more) {
        List<String> args = new ArrayList<>(List.of("gate", "--branch", branch, "--retest", Project.TEST));
        args.addAll(List.of(more));
        timeline.command(Gatekeeper.line(args));
        GateResult result = gatekeeper.gate(args);
        timeline.run(result);
        runs.add(result);
        if (result.exit() != Outcome.valueOf(result.outcome()).exit()) {
            fact(result.outcome() + " has its own exit code, not " + result.exit(), false);
        }
        return result;
    }

    /** Any other command, shown. */
    JsonNode command(String... args) {
        timeline.command(Gatekeeper.line(List.of(args)));
        return quiet(args);
    }

    /** Any other command, not shown. */
    JsonNode quiet(String... args) {
        return gatekeeper.ask(List.of(args));
    }

    String mainClass() {
        return gatekeeper.mainClass();
    }

    void checkStop() {
        gatekeeper.checkStop();
    }

    /** Waits as long as the demonstration is not stopped. */
    void pause() {
        gatekeeper.pause();
    }

    void fact(String what, boolean holds) {
        facts.add(new Fact(what, holds));
    }

    boolean isGreenAlone(String branch) {
        return playground.ownTest().isGreen(branch);
    }

    /** Whether git finds this commit, or a file that came with it, in main. */
    boolean isInMain(String sha, String file) {
        return repository().isAncestor(sha, "main")
                || repository().read("main", file).isPresent();
    }

    /** Where main stood when the story began. */
    String start() {
        return start;
    }

    /** Merge commits that main got since the story began: what git says. */
    int merges() {
        return playground
                .git()
                .git("rev-list", "--first-parent", "--min-parents=2", start + "..refs/heads/main")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList()
                .size();
    }

    /** How often the server was asked to merge since the story began. */
    long mergeCalls() {
        return playground.gitea().requests().stream()
                .filter(request -> request.call() == Call.MERGE)
                .count();
    }

    /** Adds what must hold after every story. */
    StoryResult finish(Story story) {
        faults().clear();
        playground.backoff(0);
        List<String> outcomes = runs.stream().map(GateResult::ending).toList();
        int merges = merges();
        List<Fact> common = List.of(
                new Fact(
                        "the gate ends with " + String.join(", ", story.expected()), outcomes.equals(story.expected())),
                new Fact("git finds " + count(story.merges()) + " in main", merges == story.merges()),
                new Fact("the gate itself never pushed to main", isMovedByOthers()),
                new Fact("main's own test is green", isGreenAlone("main")),
                new Fact("no lock is left", quiet("status").path("locks").isEmpty()));
        facts.forEach(timeline::fact);
        timeline.facts(common);
        facts.addAll(common);
        String reason = runs.stream()
                .map(GateResult::reason)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new StoryResult(story.name(), story.expected(), outcomes, reason, merges, facts);
    }

    private static String count(int merges) {
        return switch (merges) {
            case 0 -> "no merge";
            case 1 -> "exactly one merge";
            default -> "exactly " + merges + " merges";
        };
    }

    /** Each move of main was a merge by Gitea, or a commit that the story tells of. */
    private boolean isMovedByOthers() {
        return repository().refLog("main").stream()
                .skip(moves)
                .allMatch(move -> move.cause() == RefUpdate.Cause.MERGE || move.cause() == RefUpdate.Cause.FIXTURE);
    }
}
