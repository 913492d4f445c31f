// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A repository of a Gitea server, {@code owner/name}. Both parts follow Gitea's own rule for names. */
public record RepositoryId(String owner, String name) {
    // models/user/user.go and models/repo/repo.go of Gitea: letters, digits, dash, underscore and dot.
    private static final Pattern PART =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}|\\.[A-Za-z0-9_-][A-Za-z0-9._-]{0,98}");

    public RepositoryId {
        if (!PART.matcher(owner).matches() || !PART.matcher(name).matches()) {
            throw new InvalidInput("repository", "must be owner/name, made of letters, digits, '-', '_' and '.'");
        }
    }

    /** Reads {@code owner/name}. @throws InvalidInput when the text is anything else */
    @JsonCreator
    public static RepositoryId parse(String text) {
        int slash = text == null ? -1 : text.indexOf('/');
        if (slash < 0) {
            throw new InvalidInput("repository", "must be owner/name");
        }
        return new RepositoryId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    @JsonValue
    public String toString() {
        return owner + "/" + name;
    }
}
