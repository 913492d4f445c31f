// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
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
        Optional<Servers.Server> server = new Servers(config).at(state.server());
        Secret token = server.flatMap(PlaceOfRecord::token).orElse(Secret.of(""));
        // The token goes to the configured address only, not to one that differs in scheme or path.
        boolean opensGit = !token.isEmpty()
                && server.filter(known -> isBelow(known, state)).isPresent();
        return new Place(
                server.map(Servers.Server::url).orElseGet(() -> guess(state)),
                state.server(),
                state.request().repository(),
                state.request().branch(),
                state.request().target(),
                state.request().remoteUrl(),
                token,
                opensGit ? new GitCredentials.Password(GateCredentials.GIT_USER, token) : null,
                new Remote(state.request().remoteUrl(), null));
    }

    private static Optional<Secret> token(Servers.Server server) {
        try {
            return Optional.of(new GateCredentials(null, server).token(null, null));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private static boolean isBelow(Servers.Server server, GateState state) {
        String address = server.url().toString().replaceFirst("/$", "") + "/";
        return state.request().remoteUrl().startsWith(address);
    }

    private static URI guess(GateState state) {
        boolean plain = state.request().remoteUrl().startsWith("http://");
        return URI.create((plain ? "http://" : "https://") + state.server());
    }
}
