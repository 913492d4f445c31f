// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static io.jenkins.plugins.mergegate.place.Fixtures.assertRefused;
import static io.jenkins.plugins.mergegate.place.Fixtures.named;
import static io.jenkins.plugins.mergegate.place.Fixtures.nothing;
import static io.jenkins.plugins.mergegate.place.Fixtures.origin;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServersTest {
    private static final String A = "https://git.example.com";
    private static final String B = "https://git.example.com:3000/";
    private static final String C = "https://example.com/git";
    private static final String D = "https://other.example.com";

    /** The expected server is a name of the configuration, or the address of one that is not configured. */
    @ParameterizedTest
    @CsvSource({
        // http: host, port and path must fit
        "https://git.example.com/acme/app.git, a",
        "https://git.example.com:443/acme/app.git, a",
        "https://GIT.example.com/acme/app, a",
        "https://git.example.com:3000/acme/app.git, b",
        "https://example.com/git/acme/app.git, c",
        "https://example.com/git2/acme/app.git, https://example.com/git2",
        "https://example.com/acme/app.git, https://example.com",
        "http://git.example.com/acme/app.git, http://git.example.com",
        "https://git.example.com:8443/acme/app.git, https://git.example.com:8443",
        // ssh: the host alone, and it must be of one server
        "git@other.example.com:acme/app.git, d",
        "ssh://git@other.example.com:2222/acme/app.git, d",
        "git@example.com:acme/app.git, c",
        "git@git.example.com:acme/app.git, ",
        "git@other.example.com:srv/acme/app.git, ",
        "git@unknown.example.com:acme/app.git, ",
        // nothing known
        "file:///srv/acme/app.git, "
    })
    void theServerOfAJobFollowsFromItsRemote(String remote, String expected) {
        Servers servers = new Servers(Fixtures.servers(A, B, C, D));
        for (Origin.Kind kind : Origin.Kind.values()) {
            Origin origin = origin(kind, remote, null);
            assertThat(servers.own(origin).map(ServersTest::text).orElse(null)).isEqualTo(expected);
            if (expected != null) {
                assertThat(text(servers.choose(nothing(), origin))).isEqualTo(expected);
            } else {
                assertRefused("server", () -> servers.choose(nothing(), origin));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/, a",
        "https://git.example.com:3000, b",
        "http://gitea.internal:3000, http://gitea.internal:3000"
    })
    void aGiteaSourceSaysItsServerExactly(String url, String expected) {
        Servers servers = new Servers(Fixtures.servers(A, B, C, D));
        RemoteAddress remote =
                RemoteAddress.parse("git@other.example.com:acme/app.git").orElseThrow();
        Origin origin = new Origin(Origin.Kind.MULTIBRANCH, URI.create(url), remote.repository(), remote, null, null);

        assertThat(text(servers.choose(nothing(), origin))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Origin.Kind.class)
    void aNamedServerMustBeConfigured(Origin.Kind kind) {
        Servers servers = new Servers(Fixtures.servers(A, B));
        Origin origin = origin(kind, "https://git.example.com/acme/app.git", null);

        assertThat(text(servers.choose(named(null, null, null, "B"), origin))).isEqualTo("b");
        assertRefused("server", () -> servers.choose(named(null, null, null, "c"), origin));
    }

    @Test
    void anInlineJobThatNamesARepositoryFindsTheOnlyServer() {
        Servers servers = new Servers(Fixtures.servers(A));
        Named elsewhere = named("acme/app", null, null, null);

        assertThat(text(servers.choose(elsewhere, inline(null)))).isEqualTo("a");
        assertThat(text(servers.choose(elsewhere, inline("https://github.com/lib/lib.git"))))
                .isEqualTo("a");
        assertThat(text(servers.choose(elsewhere, inline("git@ssh.example.com:acme/app.git"))))
                .isEqualTo("a");
    }

    @Test
    void anInlineJobKeepsToTheServerItsRepositoryCameFrom() {
        Servers servers = new Servers(Fixtures.servers(A));

        assertThat(text(servers.choose(named("Acme/App", null, null, null), inline("http://own/acme/app.git"))))
                .isEqualTo("http://own");
    }

    @Test
    void withSeveralServersAnInlineJobMustNameOne() {
        Servers servers = new Servers(Fixtures.servers(A, D));

        assertRefused("server", () -> servers.choose(named("acme/app", null, null, null), inline(null)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Origin.Kind.class,
            names = {"MULTIBRANCH", "FROM_SCM"})
    void aScriptFromARepositoryIsNotTakenToAServerByBeingTheOnlyOne(Origin.Kind kind) {
        Servers servers = new Servers(Fixtures.servers(A));

        assertRefused("server", () -> servers.choose(named("acme/app", null, null, null), origin(kind, null, null)));
        assertRefused(
                "server",
                () -> servers.choose(
                        named("acme/app", null, null, null), origin(kind, "git@github.com:acme/app.git", null)));
    }

    @Test
    void theCredentialsOfAConfiguredServerComeWithIt() {
        Servers servers = new Servers(Fixtures.config(List.of(), new GateConfig.Server("main", A, "gate", null)));

        Servers.Server found = servers.choose(nothing(), inline("https://git.example.com/acme/app.git"));

        assertThat(found.credentialsId()).isEqualTo("gate");
    }

    private static Origin inline(String remote) {
        return origin(Origin.Kind.INLINE, remote, null);
    }

    private static String text(Servers.Server server) {
        return server.isConfigured() ? server.name() : server.url().toString();
    }
}
