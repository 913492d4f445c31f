// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.webhook;

import io.jenkins.plugins.mergegate.engine.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a delivery claims in its header {@code X-Gitea-Signature}: the HMAC-SHA256 of its raw body, in hex. */
public final class HookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_DIGITS = 64;

    private final byte[] claimed;

    private HookSignature(byte[] claimed) {
        this.claimed = claimed;
    }

    /** Empty when the header is missing (null) or can be no signature: Gitea sends an empty one when it has no secret. */
    public static Optional<HookSignature> read(String header) {
        if (header == null || header.length() != HEX_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HookSignature(HexFormat.of().parseHex(header)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether this body was signed with this secret; never with an empty one. Takes as long for a wrong signature as for a right one. */
    public boolean fits(byte[] body, Secret secret) {
        return !secret.isEmpty() && MessageDigest.isEqual(hmac(body, secret), claimed);
    }

    private static byte[] hmac(byte[] body, Secret secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
