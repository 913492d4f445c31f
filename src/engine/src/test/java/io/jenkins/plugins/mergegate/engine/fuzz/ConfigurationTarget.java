// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import java.nio.charset.StandardCharsets;

/** The configuration: any text is one, or is refused. */
public final class ConfigurationTarget {
    private ConfigurationTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            ConfigReader.read(new String(data, StandardCharsets.UTF_8));
        } catch (InvalidInput refused) {
            // What it says of every text that is none.
        }
    }
}
