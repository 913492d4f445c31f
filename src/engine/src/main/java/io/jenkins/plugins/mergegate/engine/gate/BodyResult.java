// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/** How the body ended. {@code detail} is for people and may be null. */
public record BodyResult(Kind kind, String detail) {
    public enum Kind {
        GREEN,
        /** It ended well, but did nothing. */
        EMPTY,
        RED,
        /** It could not be run at all: nothing is known of the tree. */
        BROKEN,
        ABORTED
    }

    public static BodyResult green() {
        return new BodyResult(Kind.GREEN, null);
    }

    public static BodyResult empty() {
        return new BodyResult(Kind.EMPTY, null);
    }

    public static BodyResult red(String detail) {
        return new BodyResult(Kind.RED, detail);
    }

    public static BodyResult broken(String detail) {
        return new BodyResult(Kind.BROKEN, detail);
    }

    public static BodyResult aborted(String detail) {
        return new BodyResult(Kind.ABORTED, detail);
    }
}
