// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookSignatureTest {
    /** RFC 4231, test case 2. */
    private static final Secret KEY = Secret.of("Jefe");

    private static final byte[] DATA = "what do ya want for nothing?".getBytes(UTF_8);
    private static final String HMAC = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    private static boolean fits(String header, byte[] body, Secret secret) {
        return HookSignature.read(header).orElseThrow().fits(body, secret);
    }

    @Test
    void fitsItsBodyAndItsSecretInEitherCaseOfLetters() {
        assertThat(fits(HMAC, DATA, KEY)).isTrue();
        assertThat(fits(HMAC.toUpperCase(Locale.ROOT), DATA, KEY)).isTrue();
    }

    @Test
    void fitsNothingElse() {
        assertThat(fits(HMAC, "what do ya want for nothing!".getBytes(UTF_8), KEY))
                .isFalse();
        assertThat(fits(HMAC, DATA, Secret.of("jefe"))).isFalse();
        assertThat(fits(HMAC.replace('5', '6'), DATA, KEY)).isFalse();
        assertThat(fits(HMAC, DATA, Secret.of(""))).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38430",
                "xbdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            })
    void whatIsNoHexOfThatLengthIsNoSignature(String header) {
        assertThat(HookSignature.read(header)).isEmpty();
    }

    @Test
    void theSecretTellsTheServerAndOnlyAmongEqualsItsAddressDoes() {
        HookSender one = new HookSender("git.example", KEY);
        HookSender other = new HookSender("other.example", Secret.of("other"));
        HookSender twin = new HookSender("twin.example:3000", KEY);
        HookSignature signature = HookSignature.read(HMAC).orElseThrow();
        HookEvent event = new HookEvent.Push(new RepositoryId("acme", "app"), Set.of("twin.example:3000"), "main");

        assertThat(HookSender.of(signature, DATA, List.of(one, other))).containsExactly(one);
        assertThat(HookSender.of(signature, DATA, List.of(other))).isEmpty();
        assertThat(HookSender.servers(List.of(one), event)).containsExactly("git.example");
        assertThat(HookSender.servers(List.of(one, twin), event)).containsExactly("twin.example:3000");
        assertThat(HookSender.servers(List.of(one, new HookSender("git.example", KEY)), event))
                .containsExactly("git.example");
    }
}
