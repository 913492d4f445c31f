// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import java.time.Instant;
import java.util.Objects;

/**
 * A lockable resource at one moment, as plain values.
 *
 * @param resource its name
 * @param by who keeps it from being free, for people; null when it is free
 * @param token the run that holds it; null unless {@code OURS}
 * @param build the build that holds it, as {@link hudson.model.Run#getExternalizableId} names it; null when it is free, or
 *     held by somebody else who may have it
 * @param since when it was locked; null without a build
 */
record Seen(String resource, State state, String by, String token, String build, Instant since) {
    enum State {
        /** Anybody may take it; also when there is no such resource yet. */
        FREE,
        /** A gate run holds it. */
        OURS,
        /** Somebody else has it: a {@code lock} step, a person who reserved it, a job in the build queue. */
        FOREIGN
    }

    /** What a {@code lock} step left behind whose build is over. */
    static Seen left(String resource, String by, String build, Instant since) {
        return new Seen(resource, State.FOREIGN, by, null, build, since);
    }

    static Seen free(String resource) {
        return new Seen(resource, State.FREE, null, null, null, null);
    }

    static Seen foreign(String resource, String by) {
        return new Seen(resource, State.FOREIGN, by, null, null, null);
    }

    boolean isHeldBy(String anyToken) {
        return state == State.OURS && token.equals(anyToken);
    }

    /** Whether it is in the same hands as when it was seen before. */
    boolean isHeldAs(Seen before) {
        return state == before.state && Objects.equals(token, before.token) && Objects.equals(build, before.build);
    }

    boolean isHeldBy(String anyToken, String anyBuild) {
        return isHeldBy(anyToken) && build.equals(anyBuild);
    }
}
