// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine;

import java.util.Objects;

/** A value that must not be shown. Its text form is always {@code ****}; only the code that sends it calls {@link #reveal()}. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** Wraps {@code value}, which may be empty but not null. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** {@code text} with every occurrence of this secret replaced by {@code ****}. */
    public String redact(String text) {
        return text == null || value.isEmpty() ? text : text.replace(value, "****");
    }

    @Override
    public String toString() {
        return "****";
    }
}
