// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GatePorts;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaTimeouts;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import okhttp3.OkHttpClient;

/** A process that gates: each call of a port goes through a hook, and when it is dead nothing of it goes on. */
final class GateProcess {
    private static final Duration TTL = Duration.ofHours(2);

    final ProcessId id;
    final Gate gate;
    final Reaper reaper;
    private final World world;
    private final Hook hook;
    private boolean dead;

    GateProcess(World world, Hook hook, GateListener listener) {
        this.world = world;
        this.hook = hook;
        id = world.machine.start(world.clock);
        LeaseFileLock lock = world.machine.lock(world.state, TTL, world.clock, id);
        FileJournal journal = new FileJournal(world.state);
        FileHoldStore holds = new FileHoldStore(world.state, world.clock, 0);
        OkHttpClient http = world.http
                .newBuilder()
                .addInterceptor(new MortalHttp(this, world))
                .build();
        GiteaClient gitea = new GiteaClient(http, world.server.url(), Secret.of(world.token()), world.timeouts);
        Map<String, Mirror> mirrors = new ConcurrentHashMap<>();
        Function<String, Mirror> mirror = url -> mirrors.computeIfAbsent(
                url,
                remote -> new Mirror(
                        new MortalHost(this, world),
                        new Remote(remote, new GitCredentials.Password("merge-gate", Secret.of(world.token()))),
                        world.config.committer()));
        GatePorts ports = new GatePorts(
                world.config,
                world.name(),
                gitea,
                mirror,
                new MortalLock(this, lock),
                new MortalJournal(this, journal, world.ledger),
                new MortalHolds(this, holds),
                listener,
                world.clock,
                id);
        gate = new Gate(ports);
        reaper = new Reaper(gate, world.name(), lock, journal, holds, world.config.reaper(), world.clock);
    }

    static GiteaTimeouts patient() {
        return new GiteaTimeouts(
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    boolean isDead() {
        return dead;
    }

    /** Ends it without a word. */
    void end() {
        dead = true;
        world.machine.end(id);
    }

    /** What is done between two moments of a port. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T around(Moment.Port port, String what, Work<T> work) throws IOException {
        reach(new Moment(this, port, what, true));
        T result = work.run();
        reach(new Moment(this, port, what, false));
        return result;
    }

    void reach(Moment moment) throws IOException {
        if (!dead) {
            hook.at(moment);
        }
        if (dead) {
            throw new Crash();
        }
    }
}
