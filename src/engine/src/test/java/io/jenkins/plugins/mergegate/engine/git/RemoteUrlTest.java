// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000/o/r.git",
                "https://gitea.example.com/o/r",
                "https://[::1]:3000/o/r.git",
                "ssh://git@gitea.example.com:2222/o/r.git",
                "ssh://gitea.example.com/o/r.git",
                "git@gitea.example.com:o/r.git",
                "gitea.example.com:o/r.git",
                "https://gitea.example.com/o/r@2.git"
            })
    void keepsRemotes(String url) {
        assertThat(RemoteUrl.check("remote", url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ext::sh -c touch% /tmp/x",
                "ext::sh",
                "file:///srv/r.git",
                "file:/srv/r.git",
                "/srv/r.git",
                "./r.git",
                "r.git",
                "--upload-pack=touch",
                "-oProxyCommand=x@host:path",
                "ssh://-oProxyCommand=x/path",
                "ssh://git:pw@host/r.git",
                "git:pw@host:r.git",
                "https://user@host/r.git",
                "https://user:pw@host/r.git",
                "https://-host/r.git",
                "host:-path",
                "git://host/r.git",
                "ftp://host/r.git",
                "https://host/a b",
                "https://host/a\nb",
                "https:///r.git",
                "HTTPS://host/r.git",
                "fd::17",
                "host::path"
            })
    void refusesEverythingElse(String url) {
        assertThatThrownBy(() -> RemoteUrl.check("remote", url))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("remote must ")
                .hasMessageNotContaining("pw");
    }

    @Test
    void refusesLongOnesAndNull() {
        assertThat(RemoteUrl.problem("https://host/" + "a".repeat(2000))).isNotNull();
        assertThat(RemoteUrl.problem(null)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000/o/r.git, localhost:3000",
        "https://gitea.example.com/o/r, gitea.example.com",
        "https://[::1]:3000/o/r, [::1]:3000",
        "git@host:o/r,",
        "ssh://git@host/o/r,"
    })
    void readsTheHostOfPrompts(String url, String host) {
        assertThat(RemoteUrl.httpHost(url)).isEqualTo(host);
    }
}
