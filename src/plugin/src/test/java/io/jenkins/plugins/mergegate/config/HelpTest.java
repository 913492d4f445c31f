// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of the form can be asked what it does. */
class HelpTest {
    private static final Pattern FIELD = Pattern.compile("<f:entry [^>]*field=\"(\\w+)\"");

    @ParameterizedTest
    @ValueSource(
            classes = {
                MergeGateConfiguration.class,
                GiteaServer.class,
                RetrySettings.class,
                LockSettings.class,
                ReaperSettings.class,
                RegressionGuardSettings.class,
                MarkerSettings.class,
                CommitterSettings.class,
                ReportSettings.class
            })
    void everyFieldHasHelp(Class<?> type) throws IOException {
        Matcher fields = FIELD.matcher(resource(type, "config.jelly"));
        int found = 0;
        while (fields.find()) {
            assertThat(resource(type, "help-" + fields.group(1) + ".html")).startsWith("<div>");
            found++;
        }
        assertThat(found).isGreaterThan(1);
    }

    private static String resource(Class<?> type, String name) throws IOException {
        String path = type.getSimpleName() + "/" + name;
        try (InputStream in = type.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
