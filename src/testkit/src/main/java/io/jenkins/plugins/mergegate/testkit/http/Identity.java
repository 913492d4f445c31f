// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.model.Token;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.util.Optional;

/** Who asks, and by which token; a password has no token and no limits. */
public record Identity(Optional<User> user, Optional<Token> token) {

    public static final Identity ANONYMOUS = new Identity(Optional.empty(), Optional.empty());

    public String name() {
        return user.map(User::name).orElse("");
    }

    /** Whether what was logged in with covers a scope. */
    public boolean covers(String scope) {
        return token.map(known -> known.covers(scope)).orElse(true);
    }
}
