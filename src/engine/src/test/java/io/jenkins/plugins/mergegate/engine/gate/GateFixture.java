// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LocalProcesses;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;

/** A gate in front of an embedded Gitea: real git over HTTP, a real token, real files. */
final class GateFixture implements AutoCloseable {
    static final String TASK = "feature/x";

    final EmbeddedGitea server;
    final EmbeddedRepository repository;
    final FileJournal journal;
    final FileHoldStore holds;
    final LeaseFileLock lock;
    final String token;
    private GitHost host;
    private final OkHttpClient http = new OkHttpClient();
    /** No back-off, a short deadline: a test waits for nothing it did not ask for. */
    private GateConfig config =
            GateConfigs.retry(new GateConfig.Retry(true, 3, 0, 0, 5)).apply(GateConfig.defaults());

    GateFixture(Path directory) {
        host = new LocalGitHost(directory.resolve("work"));
        server = EmbeddedGitea.start(directory.resolve("gitea"));
        server.createUser("acme");
        repository = server.createRepository("acme", "app");
        User bot = server.createUser("bot");
        repository.collaborator(bot, Permission.WRITE);
        token = server.createToken(bot);
        Path state = directory.resolve("state");
        journal = new FileJournal(state);
        holds = new FileHoldStore(state, Clock.systemUTC(), config.holdExpiryHours());
        lock = new LeaseFileLock(state, Duration.ofHours(2), Clock.systemUTC(), LocalProcesses.self());
    }

    GateFixture config(UnaryOperator<GateConfig> change) {
        config = change.apply(config);
        return this;
    }

    /** Puts something between the gate and its git. */
    GateFixture host(UnaryOperator<GitHost> change) {
        host = change.apply(host);
        return this;
    }

    GitHost host() {
        return host;
    }

    OkHttpClient http() {
        return http;
    }

    GitCredentials credentials() {
        return new GitCredentials.Password("merge-gate", Secret.of(token));
    }

    /** A branch with one commit of its own, up to date with main. */
    String branchWith(String branch, String file, String text) {
        repository.createBranch(branch, "main");
        return repository.commit(branch, Map.of(file, text), "Add " + file);
    }

    String pushToMain(String file, String text) {
        return repository.commit("main", Map.of(file, text), "Change " + file + " on main");
    }

    GatePorts ports() {
        return ports(lock);
    }

    GatePorts ports(MergeLock lock) {
        GiteaClient gitea = new GiteaClient(http, server.url(), Secret.of(token));
        Function<String, Mirror> mirrors = url -> new Mirror(host, new Remote(url, credentials()), config.committer());
        return new GatePorts(
                config,
                server.url().getAuthority(),
                gitea,
                mirrors,
                lock,
                journal,
                holds,
                GateListener.NONE,
                Clock.systemUTC(),
                LocalProcesses.self());
    }

    Mirror mirror() {
        return ports().mirrors().apply(repository.cloneUrl());
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    GateState run(GateRequest request) {
        return run(request, candidate -> BodyResult.green());
    }

    /** Drives a run to its end, as the command does. */
    GateState run(GateRequest request, Function<GateStep.RunBody, BodyResult> body) {
        Gate gate = new Gate(ports());
        return drive(gate, gate.start(newId(), request), body);
    }

    static GateState drive(Gate gate, GateStep first, Function<GateStep.RunBody, BodyResult> body) {
        GateStep step = first;
        while (!(step instanceof GateStep.Finished)) {
            if (step instanceof GateStep.RunBody run) {
                step = gate.bodyFinished(run.state(), body.apply(run));
            } else {
                pace(((GateStep.Wait) step).delay());
                step = gate.resume(step.state());
            }
        }
        return step.state();
    }

    private static void pace(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Request request() {
        return new Request();
    }

    long mergeCalls() {
        return server.requests().stream().filter(r -> r.call() == Call.MERGE).count();
    }

    /** How often the candidate's change was merged into main: its commits on the first-parent line since {@code from}. */
    int mergesSince(String from) {
        return repository.log("main").indexOf(from);
    }

    @Override
    public void close() {
        server.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** A request with defaults. */
    static final class Request {
        private String holder = "test";
        private String link;
        private String branch = TASK;
        private MergeStyle style;
        private RetestPolicy retest = RetestPolicy.ALWAYS;
        private WhenBusy whenBusy = WhenBusy.WAIT;
        private int priority;
        private int maxCatchUps = 3;
        private boolean deleteBranch;
        private boolean dryRun;
        private boolean lastTry;
        private boolean body = true;
        private List<String> markers = List.of();

        Request holder(String name) {
            holder = name;
            return this;
        }

        Request link(String url) {
            link = url;
            return this;
        }

        Request branch(String name) {
            branch = name;
            return this;
        }

        Request style(MergeStyle wanted) {
            style = wanted;
            return this;
        }

        Request retest(RetestPolicy policy) {
            retest = policy;
            return this;
        }

        Request defer() {
            whenBusy = WhenBusy.DEFER;
            return this;
        }

        Request priority(int value) {
            priority = value;
            return this;
        }

        Request maxCatchUps(int value) {
            maxCatchUps = value;
            return this;
        }

        Request deleteBranch() {
            deleteBranch = true;
            return this;
        }

        Request dryRun() {
            dryRun = true;
            return this;
        }

        Request lastTry() {
            lastTry = true;
            return this;
        }

        Request noBody() {
            body = false;
            return this;
        }

        Request markers(String... texts) {
            markers = List.of(texts);
            return this;
        }

        GateRequest build() {
            return new GateRequest(
                    holder,
                    link,
                    RepositoryId.parse("acme/app"),
                    null,
                    branch,
                    "main",
                    style,
                    body,
                    retest,
                    whenBusy,
                    priority,
                    maxCatchUps,
                    markers,
                    deleteBranch,
                    true,
                    null,
                    dryRun,
                    lastTry);
        }
    }
}
