// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of directories: short, legal on every file system, and the same for the same thing. */
final class Names {
    private static final int HASH_BYTES = 10;
    private static final int MAX_SLUG = 60;

    private Names() {}

    /** A hash of {@code parts}; two lists of parts never share one by accident. */
    static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The readable part of a mirror's name: the end of the URL. */
    static String slug(String url) {
        String text = url.replaceFirst("^[a-z]+://", "").replaceFirst("(\\.git)?/*$", "");
        String plain = text.replaceAll("[^A-Za-z0-9]+", "-");
        return plain.substring(Math.max(0, plain.length() - MAX_SLUG)).replaceAll("^-+|-+$", "");
    }
}
