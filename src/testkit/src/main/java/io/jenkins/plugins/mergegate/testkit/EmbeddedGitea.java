// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.mergegate.testkit.api.Api;
import io.jenkins.plugins.mergegate.testkit.faults.Faults;
import io.jenkins.plugins.mergegate.testkit.http.Authenticator;
import io.jenkins.plugins.mergegate.testkit.http.Dispatcher;
import io.jenkins.plugins.mergegate.testkit.http.GitService;
import io.jenkins.plugins.mergegate.testkit.http.Hooks;
import io.jenkins.plugins.mergegate.testkit.http.PushReceiver;
import io.jenkins.plugins.mergegate.testkit.http.Workers;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.Core;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestLog;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Gitea for tests and demos: the API and git over HTTP, on real bare repositories below a directory, with a script of
 * faults. It listens on the loopback address alone.
 */
public final class EmbeddedGitea implements AutoCloseable {

    private static final List<String> DEFAULT_SCOPES = List.of("write:repository", "write:issue", "read:user");

    private final HttpServer server;
    private final Workers workers = new Workers();
    private final Faults faults = new Faults();
    private final RequestLog log = new RequestLog();
    private final URI url;
    private final Forge forge;
    private final Core core;

    private EmbeddedGitea(Path directory, HttpServer server) throws IOException {
        this.server = server;
        this.url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        this.forge = new Forge(directory.toAbsolutePath());
        this.core = Core.over(forge, url);
        Hooks.install(forge.hooks());
        GitService git = new GitService(forge, new PushReceiver(forge, core.events()));
        server.createContext(
                "/", new Dispatcher(List.of(Api.over(core, url), git), new Authenticator(forge), faults, log));
        server.setExecutor(workers.executor());
    }

    /** Starts a server on a free port. */
    public static EmbeddedGitea start(Path directory) {
        return start(directory, 0);
    }

    public static EmbeddedGitea start(Path directory, int port) {
        Workers.tuneServer();
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
            HttpServer server = HttpServer.create(address, 0);
            EmbeddedGitea gitea = new EmbeddedGitea(directory, server);
            server.start();
            return gitea;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of the server, without a slash at the end. */
    public URI url() {
        return url;
    }

    /** An account with a random password; the same one when it exists. */
    public User createUser(String name) {
        return forge.user(name, forge.secret(), false);
    }

    /** A site administrator. */
    public User createAdmin(String name) {
        return forge.user(name, forge.secret(), true);
    }

    /** An access token; without scopes it may write repositories and issues and read its user. */
    public String createToken(User user, String... scopes) {
        List<String> wanted = scopes.length == 0 ? DEFAULT_SCOPES : List.of(scopes);
        return forge.token(user, "token", wanted).value();
    }

    public void revokeToken(String token) {
        forge.revoke(token);
    }

    /** A repository with one commit on main; its owner is created when missing. */
    public EmbeddedRepository createRepository(String owner, String name) {
        createUser(owner);
        return new EmbeddedRepository(core, core.repositories().create(owner, name));
    }

    public EmbeddedRepository repository(String owner, String name) {
        Repository found = forge.repository(owner, name)
                .orElseThrow(() -> new IllegalArgumentException("no repository " + owner + "/" + name));
        return new EmbeddedRepository(core, found);
    }

    /** The script of faults. */
    public Faults faults() {
        return faults;
    }

    /** Every request so far, in the order of arrival. */
    public List<RequestRecord> requests() {
        return log.records();
    }

    public void resetRequests() {
        log.clear();
    }

    public Duration mergeabilityDelay() {
        return forge.options().staleFor();
    }

    /** How long the old mergeability stays visible after a push to head or base. */
    public void setMergeabilityDelay(Duration staleFor) {
        forge.options().staleFor(staleFor);
    }

    /** How long the check is shown as running after that. */
    public void setCheckingTime(Duration checkingFor) {
        forge.options().checkingFor(checkingFor);
    }

    /** Starts checks only when somebody reads that pull request, as Gitea does for those nobody touched for long. */
    public void setCheckOnlyWhenViewed(boolean on) {
        forge.options().checkOnlyWhenViewed(on);
    }

    /** Whether answers with status 500 keep their message from everybody but administrators; on at first. */
    public void setHideErrorMessages(boolean hide) {
        forge.options().hideErrorMessages(hide);
    }

    public void setFlavour(Flavour flavour) {
        forge.options().flavour(flavour);
    }

    /** Lets hanging requests go, ends all work and frees the port. */
    @Override
    public void close() {
        faults.clear();
        server.stop(0);
        core.close();
        workers.close();
    }
}
