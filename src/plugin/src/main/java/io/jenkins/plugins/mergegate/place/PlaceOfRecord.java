// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import java.net.URI;
import java.util.Optional;

/** Where a run worked whose build is gone: what its record says, with the account of the configured server. */
public final class PlaceOfRecord {
    private PlaceOfRecord() {}

    /** Without credentials when the server is not configured any more, or has none; then only public things can be read. */
    public static Place of(GateState state, GateConfig config) {
        GateRequest request = state.request();
        return of(
                state.server(), request.repository(), request.branch(), request.target(), request.remoteUrl(), config);
    }

    /**
     * The same for a target alone.
     *
     * @param server host, with its port where it has one
     * @param branch may be null
     */
    public static Place of(
            String server,
            RepositoryId repository,
            @CheckForNull String branch,
            String target,
            String remoteUrl,
            GateConfig config) {
        Optional<Servers.Server> configured = new Servers(config).at(server);
        Secret token = configured.flatMap(PlaceOfRecord::token).orElse(Secret.of(""));
        // The token goes to the configured address only, not to one that differs in scheme or path.
        boolean opensGit = !token.isEmpty()
                && configured.filter(known -> isBelow(known, remoteUrl)).isPresent();
        return new Place(
                configured.map(Servers.Server::url).orElseGet(() -> guess(server, remoteUrl)),
                server,
                repository,
                branch,
                target,
                remoteUrl,
                token,
                opensGit ? new GitCredentials.Password(GateCredentials.GIT_USER, token) : null,
                new Remote(remoteUrl, null));
    }

    private static Optional<Secret> token(Servers.Server server) {
        try {
            return Optional.of(new GateCredentials(null, server).token(null, null));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private static boolean isBelow(Servers.Server server, String remoteUrl) {
        String address = server.url().toString().replaceFirst("/$", "") + "/";
        return remoteUrl.startsWith(address);
    }

    private static URI guess(String server, String remoteUrl) {
        boolean plain = remoteUrl.startsWith("http://");
        return URI.create((plain ? "http://" : "https://") + server);
    }
}
