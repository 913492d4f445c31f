// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import io.jenkins.plugins.mergegate.engine.doctor.Remotes;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GatePorts;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.engine.git.RemoteUrl;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LocalProcesses;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;

/**
 * Builds the parts of the engine from checked options. Each part is made when it is first asked for. Open, so that a test
 * may put itself in front of a part.
 */
class Wiring implements Remotes {
    /** Gitea takes a token as the password of any user name. */
    private static final String GIT_USER = "merge-gate";

    private final Inputs inputs;
    private final Context context;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Mirror> mirrors = new ConcurrentHashMap<>();
    private OkHttpClient http;
    private GitHost host;
    private GiteaClient gitea;

    Wiring(Inputs inputs, Context context) {
        this.inputs = inputs;
        this.context = context;
    }

    /** This process, for people. */
    static String holder() {
        ProcessId self = LocalProcesses.self();
        return self.host() + " pid " + self.pid();
    }

    /** Who releases a hold. */
    static String person(Context context) {
        String user = context.environment().getOrDefault("USER", "");
        return (user.isEmpty() ? System.getProperty("user.name") : user) + " on "
                + LocalProcesses.self().host();
    }

    Inputs inputs() {
        return inputs;
    }

    Clock clock() {
        return clock;
    }

    /** Host of the Gitea server, with its port unless that is the usual one of its scheme; part of the lock's name. */
    String server() {
        return ServerUrl.hostAndPort(inputs.gitea());
    }

    Gate gate(GateListener listener) {
        return new Gate(ports(listener));
    }

    GatePorts ports(GateListener listener) {
        return new GatePorts(
                inputs.config(),
                server(),
                gitea(),
                this::mirror,
                lock(),
                journal(),
                holds(),
                listener,
                clock,
                LocalProcesses.self());
    }

    Reaper reaper(GateListener listener, GateConfig.Reaper rules) {
        return new Reaper(gate(listener), server(), lock(), journal(), holds(), rules, clock);
    }

    /** Where git fetches: as given, else as Gitea says. */
    String remote() throws GiteaFailure {
        try {
            return url(
                    inputs.remote() != null
                            ? null
                            : gitea().repository(inputs.repository()).cloneUrl());
        } catch (InvalidInput e) {
            throw new GiteaFailure(
                    GiteaFailure.Kind.MALFORMED, 0, "Gitea gives a clone URL that cannot be used; give --remote.");
        }
    }

    @Override
    public String url(String cloneUrl) {
        return inputs.remote() != null ? inputs.remote() : RemoteUrl.check("clone_url", cloneUrl);
    }

    synchronized GitHost host() {
        if (host == null) {
            host = new LocalGitHost(inputs.workDir());
        }
        return host;
    }

    Mirror mirror(String url) {
        return mirrors.computeIfAbsent(
                url,
                remote -> new Mirror(
                        host(),
                        new Remote(remote, credentials(remote)),
                        inputs.config().committer()));
    }

    /**
     * The token opens git over HTTP too; ssh has its own keys. It is sent to the server of {@code --gitea} and to where
     * {@code --remote} says, and nowhere else, whatever a server says of itself.
     */
    @Override
    public GitCredentials credentials(String remote) {
        boolean http = remote.startsWith("http://") || remote.startsWith("https://");
        if (!http || inputs.token() == null) {
            return null;
        }
        if (!remote.equals(inputs.remote()) && !ServerUrl.isOn(inputs.gitea(), remote)) {
            context.say(
                    "merge-gate: The clone URL that Gitea gives is on another host than --gitea, so the token is not"
                            + " sent there; give --remote.");
            return null;
        }
        return new GitCredentials.Password(GIT_USER, inputs.token());
    }

    synchronized OkHttpClient http() {
        if (http == null) {
            http = new OkHttpClient();
        }
        return http;
    }

    synchronized GiteaClient gitea() {
        if (gitea == null) {
            gitea = new GiteaClient(http(), inputs.gitea(), tokenOrNone());
        }
        return gitea;
    }

    /** Without a token only what is public can be read. */
    Secret tokenOrNone() {
        return inputs.token() == null ? Secret.of("") : inputs.token();
    }

    LeaseFileLock lock() {
        Duration ttl = Duration.ofMinutes(inputs.config().lock().ttlMinutes());
        return new LeaseFileLock(inputs.stateDir(), ttl, clock, LocalProcesses.self());
    }

    FileJournal journal() {
        return new FileJournal(inputs.stateDir());
    }

    FileHoldStore holds() {
        return new FileHoldStore(inputs.stateDir(), clock, inputs.config().holdExpiryHours());
    }

    /** Those that still hold; an expired one stands in nobody's way. */
    List<Hold> activeHolds() throws IOException {
        return Holds.active(holds().list(), clock.instant(), inputs.config().holdExpiryHours());
    }
}
