// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryAddressTest {
    private static final RepositoryId ID = RepositoryId.parse("Acme/web.app");

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/acme/web.app.git, https://git.example.com/acme/web.app",
        "https://git.example.com/acme/web.app, https://git.example.com:443/Acme/Web.App.git/",
        "https://git.example.com/acme/web.app, https://me:pass@GIT.example.com/acme/web.app",
        "https://git.example.com/acme/web.app, http://git.example.com:3000/acme/web.app",
        "https://git.example.com:8443/acme/web.app, ssh://git@git.example.com:2222/acme/web.app.git",
        "https://git.example.com/acme/web.app, git@git.example.com:acme/web.app.git",
        "https://git.example.com/acme/web.app, git.example.com:/acme/web.app.git",
        "https://git.example.com/sub/acme/web.app, https://git.example.com/acme//web.app.git",
        "git@git.example.com:acme/web.app.git, ssh://git@git.example.com/acme/web.app",
        "http://[::1]:3000/acme/web.app, ssh://git@[::1]/acme/web.app"
    })
    void isTheSame(String one, String other) {
        assertThat(same(one, other)).isTrue();
        assertThat(same(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/acme/web.app, https://git.example.com:8443/acme/web.app",
        "https://git.example.com/acme/web.app, https://evil.example.com/acme/web.app",
        "https://git.example.com/acme/web.app, https://git.example.com.evil.com/acme/web.app",
        "https://git.example.com/acme/web.app, https://git.example.com@evil.com/acme/web.app",
        "https://git.example.com/acme/web.app, git@evil.com:git.example.com/acme/web.app",
        "https://git.example.com/acme/web.app, https://git.example.com/other/web.app",
        "https://git.example.com/acme/web.app, https://git.example.com/acme/web.app2",
        "https://git.example.com/acme/web.app, https://git.example.com/xacme/web.app",
        "ssh://git@git.example.com:22/acme/web.app, ssh://git@git.example.com:2222/acme/web.app"
    })
    void isAnother(String one, String other) {
        assertThat(same(one, other)).isFalse();
        assertThat(same(other, one)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/srv/acme/web.app",
                "../acme/web.app",
                "acme/web.app",
                "file:///srv/acme/web.app",
                "file://git.example.com/acme/web.app",
                "ext::ssh git.example.com %S acme/web.app",
                "https://git.example.com",
                "https:///acme/web.app"
            })
    void namesNoOtherMachine(String url) {
        assertThat(RepositoryAddress.parse(url)).isNull();
    }

    private static boolean same(String one, String other) {
        RepositoryAddress a = RepositoryAddress.parse(one);
        RepositoryAddress b = RepositoryAddress.parse(other);
        return a.names(ID) && b.names(ID) && a.isSameServer(b);
    }
}
