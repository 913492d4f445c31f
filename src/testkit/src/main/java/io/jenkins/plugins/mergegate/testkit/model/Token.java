// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.util.List;

/** An access token and what it may be used for. */
public record Token(long id, String name, String value, User user, List<String> scopes) {

    public Token {
        scopes = List.copyOf(scopes);
    }

    /** Whether the token covers a scope such as write:repository; write covers read, all covers everything. */
    public boolean covers(String scope) {
        if (scopes.contains("all") || scopes.contains(scope)) {
            return true;
        }
        return scope.startsWith("read:") && scopes.contains("write:" + scope.substring("read:".length()));
    }
}
