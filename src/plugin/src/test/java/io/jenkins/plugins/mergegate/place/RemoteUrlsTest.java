// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteUrlsTest {

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com, , https://git.example.com/acme/app.git",
        "https://git.example.com/, , https://git.example.com/acme/app.git",
        "https://example.com:3000/git/, git@ssh.example.com:acme/app, https://example.com:3000/git/acme/app.git"
    })
    void overHttpItIsTheAddressOfTheServer(String server, String known, String expected) {
        assertThat(RemoteUrls.of(site(server), null, address(known))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        ", ssh://me@git.example.com/acme/app.git",
        "https://git.example.com/acme/app.git, ssh://me@git.example.com/acme/app.git",
        "git@ssh.example.com:acme/app.git, ssh://me@ssh.example.com/acme/app.git",
        "ssh://git@ssh.example.com:2222/acme/app, ssh://me@ssh.example.com:2222/acme/app.git",
        "ssh://git@ssh.example.com:22/acme/app, ssh://me@ssh.example.com/acme/app.git",
        "ssh://ssh.example.com/srv/acme/app, ssh://me@ssh.example.com/srv/acme/app.git"
    })
    void overSshItIsTheRemoteOfTheJobElseTheHostOfTheServer(String known, String expected) {
        assertThat(RemoteUrls.of(site("https://git.example.com:3000"), "me", address(known)))
                .isEqualTo(expected);
    }

    private static Site site(String server) {
        return new Site(URI.create(server), new RepositoryId("acme", "app"), "task", "main");
    }

    private static RemoteAddress address(String url) {
        return RemoteAddress.parse(url).orElse(null);
    }
}
