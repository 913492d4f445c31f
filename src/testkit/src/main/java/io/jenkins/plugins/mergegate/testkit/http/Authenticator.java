// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Token;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Reads the Authorization header: token, bearer, or basic with a password or a token in either place. */
public final class Authenticator {

    private final Forge forge;

    public Authenticator(Forge forge) {
        this.forge = forge;
    }

    /** Nobody when there is no header, nothing when the header is wrong. */
    public Optional<Identity> identify(String authorization) {
        if (authorization.isEmpty()) {
            return Optional.of(Identity.ANONYMOUS);
        }
        String[] words = authorization.strip().split("\\s+", 2);
        if (words.length < 2) {
            return Optional.empty();
        }
        if (words[0].equals("Token") && forge.options().flavour() == Flavour.V1_22) {
            return Optional.of(Identity.ANONYMOUS);
        }
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "token", "bearer" -> token(words[1]);
            case "basic" -> basic(words[1]);
            default -> Optional.empty();
        };
    }

    private Optional<Identity> token(String value) {
        return forge.token(value).map(Authenticator::of);
    }

    private Optional<Identity> basic(String encoded) {
        String[] pair = decode(encoded).split(":", 2);
        String name = pair[0];
        String secret = pair.length > 1 ? pair[1] : "";
        return token(secret).or(() -> token(name)).or(() -> password(name, secret));
    }

    private Optional<Identity> password(String name, String secret) {
        return forge.user(name)
                .filter(user -> !secret.isEmpty() && user.password().equals(secret))
                .map(Authenticator::of);
    }

    private static String decode(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Identity of(Token token) {
        return new Identity(Optional.of(token.user()), Optional.of(token));
    }

    private static Identity of(User user) {
        return new Identity(Optional.of(user), Optional.empty());
    }
}
