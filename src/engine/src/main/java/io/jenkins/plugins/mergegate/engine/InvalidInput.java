// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine;

/**
 * Something the user wrote cannot be used. The message is one sentence that begins with the name of what is wrong; it
 * never repeats the value, which may be long, hostile or secret.
 */
public final class InvalidInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    public InvalidInput(String field, String problem) {
        super(field + " " + problem + ".");
        this.field = field;
        this.problem = problem;
    }

    /** The same problem under the name that the user knows it by. */
    public InvalidInput as(String otherField) {
        return new InvalidInput(otherField, problem);
    }

    /** The option or key that is wrong. */
    public String field() {
        return field;
    }
}
