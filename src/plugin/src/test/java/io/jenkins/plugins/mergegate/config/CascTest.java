// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.yaml.YamlSource;
import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.config.BadValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.yaml.snakeyaml.Yaml;

/** {@code unclassified: mergeGate:} of JCasC has the keys, the nesting and the rules of the command's file. */
@WithJenkins
class CascTest {
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
    void theFileOfTheCommandIsRead() {
        configure(Configurations.FULL_YAML);
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(Configurations.FULL);
        assertThat(new MergeGateConfiguration().toGateConfig()).isEqualTo(Configurations.FULL);
    }

    @Test
    void whatIsNotWrittenHasItsDefault() {
        MergeGateConfiguration.get().apply(GateConfig.defaults());
        configure("{}");
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(GateConfig.defaults());
        String some = "retry: {maxAttempts: 4}\nservers: [{name: a, url: 'http://a'}]\nreport:\n";
        configure(some);
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(ConfigReader.read(some));
    }

    @Test
    void aSectionIsReplacedAsAWhole() {
        MergeGateConfiguration.get().apply(Configurations.FULL);
        configure("retry: {maxAttempts: 4}");
        GateConfig config = MergeGateConfiguration.get().toGateConfig();
        assertThat(config.retry()).isEqualTo(new GateConfig.Retry(true, 4, 2, 5, 300));
        assertThat(config.lock()).isEqualTo(Configurations.FULL.lock());
    }

    @Test
    void theExportIsAFileForTheCommand() throws Exception {
        MergeGateConfiguration.get().apply(Configurations.FULL);
        assertThat(ConfigReader.read(exported())).isEqualTo(Configurations.FULL);
        MergeGateConfiguration.get().apply(GateConfig.defaults());
        assertThat(ConfigReader.read(exported())).isEqualTo(GateConfig.defaults());
    }

    @Test
    void badValuesAreRefusedInTheWordsOfTheCommandAndNothingChanges() throws Exception {
        MergeGateConfiguration configuration = MergeGateConfiguration.get();
        configuration.apply(Configurations.FULL);
        Path file = j.jenkins.getRootDir().toPath().resolve(MergeGateConfiguration.class.getName() + ".xml");
        String before = Files.readString(file);
        for (BadValue bad : BadValue.values()) {
            assertThat(catchThrowable(() -> configure(withOthers(bad.json()))))
                    .as(bad.toString())
                    .isInstanceOf(ConfiguratorException.class)
                    .rootCause()
                    .hasMessage(bad.words());
            assertThat(configuration.toGateConfig()).as(bad.toString()).isEqualTo(Configurations.FULL);
        }
        configuration.save();
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(configuration.toGateConfig()).isEqualTo(Configurations.FULL);
    }

    @Test
    void unknownKeysAndOtherTypesAreRefused() {
        MergeGateConfiguration.get().apply(Configurations.FULL);
        List<String> taken = new ArrayList<>();
        for (BadValue bad : BadValue.shapes()) {
            Throwable refusal = catchThrowable(() -> configure(withOthers(bad.json())));
            if (refusal == null) {
                taken.add(bad.toString());
            } else if (bad.json().contains("attempts")) {
                assertThat(refusal)
                        .as(bad.toString())
                        .isInstanceOf(ConfiguratorException.class)
                        .hasMessageContaining("attempts");
            }
            assertThat(MergeGateConfiguration.get().toGateConfig())
                    .as(bad.toString())
                    .isEqualTo(Configurations.FULL);
        }
        assertThat(taken).isEmpty();
    }

    /** Whichever key comes first: what is good beside the bad one is not taken either. */
    private static String withOthers(String bad) {
        String good = "";
        for (String other : new String[] {"holdExpiryHours: 7", "defaultTarget: other", "repositories: [x/y]"}) {
            String key = other.substring(0, other.indexOf(':'));
            good += bad.contains('"' + key + '"') ? "" : other + "\n";
        }
        return good + inner(bad);
    }

    /** The keys of a mapping in braces. */
    private static String inner(String mapping) {
        return mapping.substring(1, mapping.length() - 1).replaceFirst("\":", "\": ") + "\n";
    }

    private static void configure(String yaml) {
        String casc = "unclassified:\n  mergeGate:\n" + yaml.indent(4);
        ConfigurationAsCode.get()
                .configureWith(YamlSource.of(new ByteArrayInputStream(casc.getBytes(StandardCharsets.UTF_8))));
    }

    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        Map<String, Map<String, Object>> whole = new Yaml().load(out.toString(StandardCharsets.UTF_8));
        return new Yaml().dump(whole.get("unclassified").get("mergeGate"));
    }
}
