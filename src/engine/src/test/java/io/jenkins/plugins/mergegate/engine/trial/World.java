// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaTimeouts;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.Machine;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.state.SetClock;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;

/**
 * Everything that gates work with: an embedded Gitea, real git, real files, and a clock that stands still until somebody
 * puts it forward.
 */
final class World implements AutoCloseable {
    static final String TARGET = "main";
    static final String BOT = "bot";
    private static final int MAX_TICKS = 10;

    final Path state;
    final Path work;
    final SetClock clock = new SetClock(Instant.now());
    final Machine machine = new Machine();
    final Ledger ledger = new Ledger();
    final EmbeddedGitea server;
    final EmbeddedRepository repository;
    final User bot;
    final OkHttpClient http = new OkHttpClient();
    final GitHost git;
    final LateMerge lateMerge;
    GateConfig config;
    GiteaTimeouts timeouts = GateProcess.patient();
    Duration gitTimeout = Duration.ofMinutes(1);
    /** How long a client waits for the API now. */
    Duration apiTimeout = Duration.ofSeconds(20);

    /** All that the gate was ever given; the last one counts. */
    final List<String> tokens = new ArrayList<>();

    private final List<GateProcess> processes = new ArrayList<>();
    private int files;

    World(Path directory) {
        state = directory.resolve("state");
        work = directory.resolve("work");
        git = new LocalGitHost(work);
        server = EmbeddedGitea.start(directory.resolve("gitea"));
        server.createUser("acme");
        repository = server.createRepository("acme", "app");
        bot = server.createUser(BOT);
        repository.collaborator(bot, Permission.WRITE);
        tokens.add(server.createToken(bot));
        lateMerge = new LateMerge(server, clock);
        config = quick(true);
    }

    /** No back-off, a short deadline. */
    static GateConfig quick(boolean enabled) {
        GateConfig usual = GateConfig.defaults();
        return new GateConfig(
                enabled,
                usual.repositories(),
                usual.defaultTarget(),
                usual.targets(),
                usual.servers(),
                new GateConfig.Retry(true, 3, 0, 0, 10),
                usual.lock(),
                usual.reaper(),
                usual.regressionGuard(),
                usual.holdBypassPriority(),
                usual.holdExpiryHours(),
                usual.committer(),
                usual.report());
    }

    String token() {
        return tokens.get(tokens.size() - 1);
    }

    /** The old token is worth nothing any more, and the gate has not been given another one yet. */
    void revokeToken() {
        server.revokeToken(token());
    }

    void renewToken() {
        tokens.add(server.createToken(bot));
    }

    /** Host and port of the server. */
    String name() {
        return server.url().getAuthority();
    }

    GateProcess process(Hook hook) {
        return process(hook, GateListener.NONE);
    }

    GateProcess process(Hook hook, GateListener listener) {
        GateProcess process = new GateProcess(this, hook, listener);
        processes.add(process);
        return process;
    }

    GateRequest request(String branch, MergeStyle style, RetestPolicy retest, WhenBusy whenBusy, boolean delete) {
        return new GateRequest(
                "test",
                null,
                RepositoryId.parse("acme/app"),
                repository.cloneUrl(),
                branch,
                TARGET,
                style,
                true,
                retest,
                whenBusy,
                0,
                3,
                List.of(),
                delete,
                true,
                null,
                false,
                false);
    }

    /** Somebody commits a file that nobody else has; the file's name. */
    String commit(String branch) {
        String file = nextFile();
        repository.commit(branch, Map.of(file, file), "Add " + file);
        return file;
    }

    /** Somebody throws away what a branch holds and puts one commit on top of the target in its place. */
    String rewrite(String branch) {
        String file = nextFile();
        repository.commitOnTopOf(repository.head(TARGET), branch, Map.of(file, file), "Rewrite as " + file);
        return file;
    }

    private String nextFile() {
        return "file-" + ++files + ".txt";
    }

    FileJournal journal() {
        return new FileJournal(state, Integer.MAX_VALUE);
    }

    FileHoldStore holds() {
        return new FileHoldStore(state, clock, 0);
    }

    LeaseFileLock lock() {
        return machine.lock(state, Duration.ofHours(2), clock, machine.start(clock));
    }

    /** Time passes, and what the server is at work on ends in time. */
    void pass(Duration time) {
        if (lateMerge.isTooLate(time)) {
            lateMerge.land();
        }
        clock.advance(time);
    }

    /** A person looks at every hold and releases it. */
    void releaseHolds() {
        try {
            for (Hold hold : holds().list()) {
                holds().release(hold.id(), "a person", "looked at it");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** No fault acts any more, and the server has ended all it was at. */
    void calm() {
        server.faults().clear();
        lateMerge.land();
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> server.requests().stream().allMatch(request -> request.status() != 0));
    }

    /** All processes end, the weather is fine again, and the reaper ticks until nothing is left to settle. */
    void settle() {
        calm();
        processes.forEach(GateProcess::end);
        Reaper reaper = process(moment -> {}).reaper;
        List<String> errors = List.of();
        for (int tick = 0; tick < MAX_TICKS && (tick < 1 || !isSettled()); tick++) {
            clock.advance(Duration.ofSeconds(10));
            errors = reaper.tick(false).snapshot().errors();
        }
        if (!errors.isEmpty()) {
            throw new AssertionError("the reaper could not settle everything: " + errors);
        }
    }

    private boolean isSettled() {
        try {
            return journal().unfinished().isEmpty() && lock().held().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
