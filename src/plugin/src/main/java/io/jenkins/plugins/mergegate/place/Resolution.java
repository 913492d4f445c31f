// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.EnvVars;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** One step of one build, on its way to a {@link Place}. */
final class Resolution {
    private static final Logger LOGGER = Logger.getLogger(Resolution.class.getName());

    private final Run<?, ?> run;
    private final Named named;
    private final GateConfig config;
    private final boolean withBranch;
    private final Origin origin;
    private final Defaults defaults;
    private final RepositoryId repository;
    private final Servers.Server server;
    private final Servers.Server ownServer;
    private final Authority authority;

    Resolution(Run<?, ?> run, EnvVars env, Named named, GateConfig config, boolean withBranch) {
        this.run = run;
        this.named = named;
        this.config = config;
        this.withBranch = withBranch;
        this.origin = Origins.of(run);
        Authority.checkHead(origin, withBranch);
        this.defaults = new Defaults(named, origin, env);
        this.repository = defaults.repository();
        Servers servers = new Servers(config);
        this.server = servers.choose(named, origin);
        this.ownServer = servers.own(origin).orElse(null);
        this.authority = new Authority(origin, ownServer, config);
    }

    Site site() {
        Site site = new Site(
                server.url(),
                repository,
                withBranch ? defaults.branch() : null,
                defaults.target(config.defaultTarget()));
        authority.check(site, named.priority(), mayManage());
        return site;
    }

    Place place() {
        Site site = site();
        boolean isOwn = ownServer != null && ownServer.is(server.url());
        GateCredentials credentials = new GateCredentials(run, server);
        Secret token = credentials.token(named.credentialsId(), isOwn ? origin.credentialsId() : null);
        GateCredentials.GitAccess git = credentials.git(named.gitCredentialsId(), token);
        RemoteAddress known = isOwn && origin.isRepository(repository) ? origin.remote() : null;
        Remote remote = new Remote(RemoteUrls.of(site, git.sshUser(), known), git.credentials());
        boolean isGatesAccount =
                named.gitCredentialsId() == null && named.credentialsId() == null && server.credentialsId() != null;
        return new Place(
                site.gitea(),
                site.server(),
                site.repository(),
                site.branch(),
                site.target(),
                remote.url(),
                token,
                remote.credentials(),
                isGatesAccount ? ofJob(site, credentials, known) : remote);
    }

    /** With the credentials that the job's own checkout has; with none when these do not fit. */
    private Remote ofJob(Site site, GateCredentials credentials, RemoteAddress known) {
        if (known != null && origin.credentialsId() != null) {
            try {
                GateCredentials.GitAccess own = credentials.git(origin.credentialsId(), null);
                return new Remote(RemoteUrls.of(site, own.sshUser(), known), own.credentials());
            } catch (InvalidInput e) {
                LOGGER.fine(() -> run + ": the credentials of the job's SCM do not fit: " + e.getMessage());
            }
        }
        return new Remote(RemoteUrls.of(site, null, known), null);
    }

    /** Asked only when it counts: the answer may have to come from a directory. */
    private boolean mayManage() {
        boolean counts = named.priority() >= config.holdBypassPriority();
        boolean openToAll = origin.isInline() && !Jenkins.get().isUseSecurity();
        return counts && (openToAll || Starter.has(run, MergeGatePermissions.MANAGE));
    }
}
