// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Short forms for the tests of this package. */
final class Fixtures {
    private Fixtures() {}

    static GateConfig config(List<String> targets, GateConfig.Server... servers) {
        GateConfig defaults = GateConfig.defaults();
        return new GateConfig(
                defaults.enabled(),
                defaults.repositories(),
                defaults.defaultTarget(),
                targets,
                List.of(servers),
                defaults.retry(),
                defaults.lock(),
                defaults.reaper(),
                defaults.regressionGuard(),
                defaults.holdBypassPriority(),
                defaults.holdExpiryHours(),
                defaults.committer(),
                defaults.report());
    }

    /** Servers named a, b, c... without credentials. */
    static GateConfig servers(String... urls) {
        char[] name = {'a'};
        return config(
                List.of(),
                Arrays.stream(urls)
                        .map(url -> new GateConfig.Server(String.valueOf(name[0]++), url, null, null))
                        .toArray(GateConfig.Server[]::new));
    }

    static Named nothing() {
        return named(null, null, null, null);
    }

    static Named named(String repository, String branch, String target, String server) {
        return new Named(repository, branch, target, server, null, null, 0);
    }

    static Origin origin(Origin.Kind kind, String remote, Head head) {
        return RemoteAddress.parse(remote)
                .map(address -> Origin.of(kind, address, head, null))
                .orElseGet(() -> Origin.unknown(kind, head));
    }

    static void assertRefused(String field, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.field()).isEqualTo(field));
    }
}
