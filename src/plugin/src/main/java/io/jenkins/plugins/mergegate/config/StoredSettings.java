// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.XmlFile;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.ConfigRules;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** The configuration that was found on disk, where somebody may have edited it by hand. */
final class StoredSettings {
    private static final Logger LOGGER = Logger.getLogger(StoredSettings.class.getName());

    private static final Pattern SWITCHED_OFF = Pattern.compile("<settings>\\s*<enabled>\\s*false\\s*</enabled>");

    private final Settings settings;
    private final XmlFile file;

    StoredSettings(Settings settings, XmlFile file) {
        this.settings = settings;
        this.file = file;
    }

    /** What can be used of it: a key with a problem has its default, and the log says so. */
    GateConfig usable() {
        if (settings.enabled == null && switchedOff()) {
            settings.enabled = "false";
        }
        while (true) {
            try {
                return ConfigRules.check(settings.toGateConfig());
            } catch (InvalidInput e) {
                String key = e.field().split("[.\\[]", 2)[0];
                LOGGER.log(Level.WARNING, "{0} The default of {1} is used instead of what {2} says.", new Object[] {
                    e.getMessage(), key, file
                });
                settings.reset(key);
            }
        }
    }

    /** A file that cannot be read as a whole still says whether the gate was switched off. */
    private boolean switchedOff() {
        try {
            return file.exists() && SWITCHED_OFF.matcher(file.asString()).find();
        } catch (IOException e) {
            return false;
        }
    }
}
