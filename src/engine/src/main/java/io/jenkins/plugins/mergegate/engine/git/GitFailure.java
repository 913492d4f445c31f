// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** Git could not do what was asked. The message is fit for a log: no secret, no more than a few lines. */
public final class GitFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** NETWORK, TIMEOUT: trying again may help. REF_MISSING: the remote has no such branch. */
    public enum Kind {
        NETWORK,
        TIMEOUT,
        AUTHENTICATION,
        REF_MISSING,
        INTERRUPTED,
        OTHER
    }

    private final Kind kind;
    private final boolean mirrorDamaged;

    public GitFailure(Kind kind, String message) {
        this(kind, message, false);
    }

    GitFailure(Kind kind, String message, boolean mirrorDamaged) {
        super(message);
        this.kind = kind;
        this.mirrorDamaged = mirrorDamaged;
    }

    public Kind kind() {
        return kind;
    }

    /** Git complained about the mirror itself, which can be made anew. */
    boolean mirrorDamaged() {
        return mirrorDamaged;
    }

    public boolean isTransient() {
        return kind == Kind.NETWORK || kind == Kind.TIMEOUT;
    }
}
