// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.state;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names of state files: ids that cannot leave their directory, and short digests of what cannot be a name. */
public final class StateId {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private StateId() {}

    public static boolean isValid(String id) {
        return id != null && ID.matcher(id).matches();
    }

    /** Returns {@code id} unchanged. @throws InvalidInput when it cannot name a file */
    public static String check(String id) {
        if (!isValid(id)) {
            throw new InvalidInput("id", "must be 1 to 64 letters, digits and '-'");
        }
        return id;
    }

    /** The first {@code digits} hex digits of a digest of the parts; null is a part of its own. */
    public static String digest(int digits, String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
                sha.update(((part == null ? -1 : bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
