// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://Gitea.Example.com, gitea.example.com, 443",
        "https://gitea.example.com:443/git, gitea.example.com, 443",
        "HTTPS://gitea.example.com:3000, gitea.example.com:3000, 3000",
        "http://gitea:80, gitea, 80",
        "http://gitea:443, gitea:443, 443",
        "http://[::1]:3000, [::1]:3000, 3000"
    })
    void aServerIsNamedByItsHostAndItsPortUnlessThatIsTheUsualOne(String url, String name, int port) {
        assertThat(ServerUrl.hostAndPort(URI.create(url))).isEqualTo(name);
        assertThat(ServerUrl.port(URI.create(url))).isEqualTo(port);
    }
}
