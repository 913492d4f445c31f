// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.service;

import java.util.Map;
import java.util.Optional;

/** Why a request is not done, with the status to answer. */
public final class Refusal extends RuntimeException {

    private final int status;
    private final boolean internal;
    private final transient Map<String, Object> shape;

    private Refusal(int status, String message, boolean internal, Map<String, Object> shape) {
        super(message);
        this.status = status;
        this.internal = internal;
        this.shape = shape;
    }

    /** An answer with a message. */
    public static Refusal of(int status, String message) {
        return new Refusal(status, message, false, null);
    }

    /** An answer whose JSON is not the usual one. */
    public static Refusal shaped(int status, Map<String, Object> shape) {
        return new Refusal(status, "", false, Map.copyOf(shape));
    }

    /** Status 500; only administrators read the message. */
    public static Refusal internal(String message) {
        return new Refusal(500, message, true, null);
    }

    public int status() {
        return status;
    }

    public boolean isInternal() {
        return internal;
    }

    public Optional<Map<String, Object>> shape() {
        return Optional.ofNullable(shape);
    }
}
