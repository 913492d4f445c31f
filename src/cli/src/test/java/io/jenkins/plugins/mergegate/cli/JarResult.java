// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a process left when it ended. */
record JarResult(int exit, String out, String err) {
    /** The exit code of a process that was ended by SIGKILL. */
    static final int KILLED = 128 + 9;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The one object of {@code --json}. */
    JsonNode json() {
        try {
            return MAPPER.readTree(out);
        } catch (IOException e) {
            throw new UncheckedIOException(this.toString(), e);
        }
    }

    String outcome() {
        return json().path("outcome").asText();
    }
}
