// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Which Gitea server a step speaks to: a configured one, or the one that the job itself comes from. */
final class Servers {
    private static final String FIELD = "server";

    private final List<Server> configured;

    Servers(GateConfig config) {
        this.configured = config.servers().stream()
                .map(server -> new Server(ServerUrl.parse(FIELD, server.url()), server.name(), server.credentialsId()))
                .toList();
    }

    /**
     * A server, by its address.
     *
     * @param name of the configuration; null for the job's own server that is not configured
     * @param credentialsId of the configuration; may be null
     */
    record Server(URI url, String name, String credentialsId) {

        boolean isConfigured() {
            return name != null;
        }

        /** The same host, port and path. */
        boolean is(URI other) {
            return url.getHost().equalsIgnoreCase(other.getHost())
                    && ServerUrl.port(url) == ServerUrl.port(other)
                    && path(url).equals(path(other));
        }

        private static String path(URI url) {
            return url.getRawPath().replaceFirst("/$", "");
        }
    }

    /** @throws InvalidInput when no server can be told */
    Server choose(Named named, Origin origin) {
        if (named.server() != null) {
            return named(named.server());
        }
        Optional<Server> own = own(origin);
        boolean fits = own.isPresent() && (own.get().isConfigured() || isOrigin(named.repository(), origin));
        // What an inline job happened to check out says little of another repository.
        boolean elsewhere = origin.isInline() && named.repository() != null && !fits;
        if (elsewhere && configured.size() == 1) {
            return configured.get(0);
        }
        return own.orElseThrow(() -> missing(origin));
    }

    /** The server that the job comes from; empty when it cannot be told. */
    Optional<Server> own(Origin origin) {
        if (origin.gitea() != null) {
            return Optional.of(configuredOr(origin.gitea()));
        }
        if (origin.remote() == null) {
            return Optional.empty();
        }
        return origin.remote().isSsh()
                ? byHost(origin.remote())
                : Optional.of(configuredOr(origin.remote().serverUrl()));
    }

    /** The configured server of this host and port. */
    Optional<Server> at(String hostAndPort) {
        return configured.stream()
                .filter(server -> ServerUrl.hostAndPort(server.url()).equals(hostAndPort))
                .findFirst();
    }

    private Server named(String name) {
        return configured.stream()
                .filter(server -> server.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(FIELD, "is not the name of a configured Gitea server"));
    }

    private Server configuredOr(URI url) {
        return configured.stream()
                .filter(server -> server.is(url))
                .findFirst()
                .orElseGet(() -> new Server(url, null, null));
    }

    /** An ssh remote knows no more than the host, so that must fit one server and no other. */
    private Optional<Server> byHost(RemoteAddress remote) {
        List<Server> found = configured.stream()
                .filter(server -> server.url().getHost().equalsIgnoreCase(remote.host()))
                .toList();
        return found.size() == 1 && remote.prefix().isEmpty() ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static boolean isOrigin(String repository, Origin origin) {
        return origin.repository() != null && origin.repository().toString().equalsIgnoreCase(repository);
    }

    private static InvalidInput missing(Origin origin) {
        return new InvalidInput(
                FIELD,
                origin.isInline()
                        ? "is missing: give the name of a configured Gitea server"
                        : "cannot be told from the job's SCM: its remote must be an http(s) URL, or an ssh URL on the"
                                + " host of exactly one configured Gitea server");
    }
}
