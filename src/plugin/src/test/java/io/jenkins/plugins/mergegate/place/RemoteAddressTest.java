// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/acme/app.git, https, git.example.com, -1, ''",
        "https://git.example.com/acme/app, https, git.example.com, -1, ''",
        "https://git.example.com/acme/app.git/, https, git.example.com, -1, ''",
        "HTTPS://Git.Example.COM:443/acme/app, https, git.example.com, 443, ''",
        "http://127.0.0.1:3000/acme/app.git, http, 127.0.0.1, 3000, ''",
        "http://[::1]:3000/acme/app.git, http, [::1], 3000, ''",
        "https://example.com/git/acme/app.git, https, example.com, -1, /git",
        "https://example.com/a/b/acme/app, https, example.com, -1, /a/b",
        "ssh://git@git.example.com/acme/app.git, ssh, git.example.com, -1, ''",
        "ssh://git@git.example.com:2222/acme/app.git, ssh, git.example.com, 2222, ''",
        "ssh://git@git.example.com/srv/acme/app.git, ssh, git.example.com, -1, /srv",
        "git@git.example.com:acme/app.git, ssh, git.example.com, -1, ''",
        "git@Git.Example.com:acme/app, ssh, git.example.com, -1, ''",
        "git.example.com:/acme/app.git, ssh, git.example.com, -1, ''",
        "git@[::1]:acme/app.git, ssh, [::1], -1, ''",
        "git@git.example.com:srv/git/acme/app.git, ssh, git.example.com, -1, /srv/git"
    })
    void theLastTwoPartsOfThePathAreTheRepository(String url, String scheme, String host, int port, String prefix) {
        RemoteAddress remote = RemoteAddress.parse(url).orElseThrow();

        assertThat(remote.repository()).hasToString("acme/app");
        assertThat(remote.scheme()).isEqualTo(scheme);
        assertThat(remote.isSsh()).isEqualTo(scheme.equals("ssh"));
        assertThat(remote.host()).isEqualTo(host);
        assertThat(remote.port()).isEqualTo(port);
        assertThat(remote.prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "app.git",
                "/srv/git/acme/app.git",
                "../acme/app.git",
                "file:///srv/git/acme/app.git",
                "git://git.example.com/acme/app.git",
                "ext::sh -c acme/app",
                "C:/git/acme/app",
                "https://git.example.com",
                "https://git.example.com/app.git",
                "https://git.example.com//app.git",
                "https://git.example.com/x//acme/app.git",
                "https://git.example.com/x/../acme/app.git",
                "https://git.example.com/acme/app.git?x=y",
                "https://git.example.com/acme/app.git#x",
                "https://git.example.com:99999/acme/app.git",
                "https://git.example.com/${OWNER}/app.git",
                "https://${HOST}/acme/app.git",
                "$URL",
                "https://git.example.com/acme/a%20b.git",
                "https://git_server/acme/app.git",
                "git@git.example.com:app.git",
                "git@git.example.com:acme/../app.git",
                "git@git.example.com:-x/acme/app"
            })
    void whatIsNoSuchUrlIsNotGuessedAt(String url) {
        assertThat(RemoteAddress.parse(url)).isEmpty();
    }

    @Test
    void aPasswordIsDropped() {
        RemoteAddress http = RemoteAddress.parse("https://me:hunter2@git.example.com/acme/app")
                .orElseThrow();
        RemoteAddress ssh =
                RemoteAddress.parse("ssh://me:hunter2@git.example.com/acme/app").orElseThrow();

        assertThat(http.user()).isNull();
        assertThat(http.serverUrl()).hasToString("https://git.example.com");
        assertThat(ssh.user()).isEqualTo("me");
        assertThat(http + " " + ssh).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Git.example.com:8443/acme/app.git, https://git.example.com:8443",
        "http://example.com/git/acme/app.git, http://example.com/git"
    })
    void theServerIsWhatStandsBeforeTheRepository(String url, String server) {
        assertThat(RemoteAddress.parse(url).orElseThrow().serverUrl()).hasToString(server);
    }
}
