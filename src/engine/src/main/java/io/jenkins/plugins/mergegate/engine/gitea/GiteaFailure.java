// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/** A call of Gitea's API that gave no usable answer. The message is fit for a log: no secret, one line. */
public final class GiteaFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * UNREACHABLE: network, timeout, 408, 429, 5xx; trying again may help. MALFORMED: JSON null, HTML, a cut body.
     * REDIRECT: any 3xx, the repository was renamed or the URL is wrong. CONFLICT: 409. INVALID: other 4xx.
     */
    public enum Kind {
        UNREACHABLE,
        MALFORMED,
        UNAUTHORIZED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        REDIRECT,
        INVALID
    }

    private final Kind kind;
    private final int status;

    /** @param status the HTTP status, 0 when there was no answer */
    public GiteaFailure(Kind kind, int status, String message) {
        super(message);
        this.kind = kind;
        this.status = status;
    }

    public Kind kind() {
        return kind;
    }

    public int status() {
        return status;
    }

    /** A malformed answer counts: proxies send HTML while the server behind them restarts. */
    public boolean isTransient() {
        return kind == Kind.UNREACHABLE || kind == Kind.MALFORMED;
    }
}
