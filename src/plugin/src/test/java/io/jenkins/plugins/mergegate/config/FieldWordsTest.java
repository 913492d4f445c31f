// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.testkit.config.BadValue;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** While somebody types, a field says of a bad value what JCasC and the command say of it. */
@WithJenkins
class FieldWordsTest {
    private static final Map<String, Class<?>> SECTIONS = Map.of(
            "", MergeGateConfiguration.class,
            "servers[]", GiteaServer.DescriptorImpl.class,
            "retry", RetrySettings.DescriptorImpl.class,
            "lock", LockSettings.DescriptorImpl.class,
            "reaper", ReaperSettings.DescriptorImpl.class,
            "regressionGuard", RegressionGuardSettings.DescriptorImpl.class,
            "regressionGuard.markers[]", MarkerSettings.DescriptorImpl.class,
            "committer", CommitterSettings.DescriptorImpl.class,
            "report", ReportSettings.DescriptorImpl.class);

    private static JenkinsRule j;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
    }

    @Test
    void everyFieldSaysTheSameWords() throws Exception {
        TreeSet<String> seen = new TreeSet<>();
        for (BadValue bad : BadValue.values()) {
            // A field that is not sent at all, and the name of another entry, are seen when the form is submitted.
            boolean ofTheWhole =
                    bad.words().endsWith("is missing.") || bad.words().contains("of another server");
            Optional<Method> check = ofTheWhole ? Optional.empty() : check(bad);
            if (check.isPresent()) {
                String[] sent = new String[check.get().getParameterCount()];
                // Something stands in a field behind it: before, an empty one says nothing yet.
                Arrays.fill(sent, "x");
                sent[0] = typed(bad);
                Object owner = j.jenkins
                        .getExtensionList(check.get().getDeclaringClass())
                        .get(0);
                FormValidation said = (FormValidation) check.get().invoke(owner, (Object[]) sent);
                assertThat(said.kind).as(bad.toString()).isEqualTo(FormValidation.Kind.ERROR);
                // The number of a list's entry means nothing at the field itself.
                assertThat(said.getMessage())
                        .as(bad.toString())
                        .isEqualTo(Util.escape(bad.words().replaceFirst("^[A-Za-z.]+\\[\\d+]\\.", "")));
                seen.add(pattern(bad));
            }
        }
        assertThat(seen).hasSize(25);
    }

    @Test
    void aFieldThatNobodyHasComeToSaysNothing() {
        GiteaServer.DescriptorImpl server = j.jenkins.getDescriptorByType(GiteaServer.DescriptorImpl.class);
        MarkerSettings.DescriptorImpl marker = j.jenkins.getDescriptorByType(MarkerSettings.DescriptorImpl.class);

        assertThat(List.of(server.doCheckName("", ""), server.doCheckUrl("", ""), marker.doCheckText("", "")))
                .extracting(said -> said.kind)
                .containsOnly(FormValidation.Kind.OK);
        assertThat(List.of(server.doCheckName("", "x"), server.doCheckUrl("", "x"), marker.doCheckText("", "x")))
                .extracting(said -> said.kind)
                .containsOnly(FormValidation.Kind.ERROR);
    }

    /** Check boxes need none. */
    private static Optional<Method> check(BadValue bad) {
        String pattern = pattern(bad);
        String section = pattern.contains(".") ? pattern.substring(0, pattern.lastIndexOf('.')) : "";
        String key =
                pattern.substring(section.isEmpty() ? 0 : section.length() + 1).replace("[]", "");
        String name = "doCheck" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
        return Arrays.stream(SECTIONS.get(section).getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst();
    }

    private static String pattern(BadValue bad) {
        return bad.field().replaceAll("\\[\\d+]", "[]");
    }

    /** What stands in the field: of a list of texts, one a line. */
    private static String typed(BadValue bad) throws Exception {
        JsonNode node = new ObjectMapper().readTree(bad.json());
        for (String part : bad.field().replaceFirst("\\[\\d+]$", "").split("\\.")) {
            node = node.path(part.replaceFirst("\\[.*", ""));
            if (part.endsWith("]")) {
                node = node.path(Integer.parseInt(part.replaceAll("\\D", "")));
            }
        }
        if (!node.isArray()) {
            return node.asText();
        }
        StringBuilder lines = new StringBuilder();
        node.forEach(entry -> lines.append(entry.asText()).append('\n'));
        return lines.toString();
    }
}
