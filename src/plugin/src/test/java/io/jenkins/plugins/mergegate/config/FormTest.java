// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.config.BadValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlForm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.Stapler;

/** The section of the gate in the system configuration. */
@WithJenkins
class FormTest {
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
    void theDefaultsSurviveTheForm() throws Exception {
        MergeGateConfiguration.get().apply(GateConfig.defaults());
        j.configRoundtrip();
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(GateConfig.defaults());
    }

    @Test
    void everythingSurvivesTheFormAndTheDisk() throws Exception {
        MergeGateConfiguration configuration = full();
        j.configRoundtrip();
        assertThat(configuration.toGateConfig()).isEqualTo(Configurations.FULL);
        configuration.load();
        assertThat(configuration.toGateConfig()).isEqualTo(Configurations.FULL);
        assertThat(new MergeGateConfiguration().toGateConfig()).isEqualTo(Configurations.FULL);
    }

    @Test
    void oddMarkersSurviveTheForm() throws Exception {
        GateConfig odd = ConfigReader.read("""
                regressionGuard:
                  markers:
                    - {text: "  two  spaces  "}
                    - {text: "<b>\\"'&amp;\\\\"}
                    - {text: "${x} %{y} #{z}"}
                    - {text: "[x]"}
                    - {text: "{}"}
                    - {text: "null"}
                    - {text: "ünï \\U0001F600"}
                """);
        MergeGateConfiguration.get().apply(odd);
        j.configRoundtrip();
        assertThat(MergeGateConfiguration.get().toGateConfig()).isEqualTo(odd);
    }

    @Test
    void whatIsTypedIsInForce() throws Exception {
        MergeGateConfiguration configuration = full();
        HtmlForm form = form();
        form.getInputByName("_.defaultTarget").setValue("stable");
        form.getInputByName("_.maxAttempts").setValue("9");
        form.getTextAreaByName("_.repositories").setText(" a/b \n\n c/* \n");
        form.getTextAreaByName("_.targets").setText("");
        j.submit(form);
        GateConfig config = configuration.toGateConfig();
        assertThat(config.defaultTarget()).isEqualTo("stable");
        assertThat(config.retry().maxAttempts()).isEqualTo(9);
        assertThat(config.repositories()).containsExactly("a/b", "c/*");
        assertThat(config.targets()).isEmpty();
        assertThat(config.servers()).isEqualTo(Configurations.FULL.servers());
    }

    @Test
    void listsThatABrowserDoesNotSendAreEmpty() throws Exception {
        MergeGateConfiguration configuration = full();
        submit(JSONObject.fromObject("{'regressionGuard': {'enabled': true}}"));
        GateConfig config = configuration.toGateConfig();
        assertThat(config.servers()).isEmpty();
        assertThat(config.regressionGuard()).isEqualTo(GateConfig.defaults().regressionGuard());
        assertThat(config.retry()).isEqualTo(Configurations.FULL.retry());
    }

    @Test
    void aFormWithoutTheSectionChangesNothing() throws Exception {
        MergeGateConfiguration configuration = full();
        submit(new JSONObject());
        assertThat(configuration.toGateConfig()).isEqualTo(Configurations.FULL);
    }

    @Test
    void badValuesAreRefusedInTheWordsOfTheCommandAndNothingChanges() throws Exception {
        MergeGateConfiguration configuration = full();
        Path file = j.jenkins.getRootDir().toPath().resolve(MergeGateConfiguration.class.getName() + ".xml");
        String before = Files.readString(file);
        for (BadValue bad : BadValue.values()) {
            assertThat(catchThrowable(() -> submit(asSent(bad))))
                    .as(bad.toString())
                    .isInstanceOf(FormException.class)
                    .hasMessage(bad.words())
                    .extracting(e -> ((FormException) e).getFormField())
                    .isEqualTo(bad.field());
            assertThat(configuration.toGateConfig()).as(bad.toString()).isEqualTo(Configurations.FULL);
        }
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void onlyWhatSomebodyHasChangedIsShownAsEdited() throws Exception {
        MergeGateConfiguration.get().apply(GateConfig.defaults());
        assertThat(edited()).isEmpty();

        MergeGateConfiguration.get().apply(ConfigReader.read("""
                retry: {enabled: false, backoffBaseSeconds: 0}
                holdExpiryHours: 24
                committer: {name: Robot}
                """));
        assertThat(edited()).containsExactly("[_.backoffBaseSeconds, _.enabled, _.holdExpiryHours, _.name]");
    }

    @Test
    void aTimeIsAskedForWithItsUnit() throws Exception {
        List<DomNode> times = form().querySelectorAll("input[name$=Seconds], input[name$=Minutes], input[name$=Hours]");

        assertThat(times).hasSize(8).map(DomElement.class::cast).allSatisfy(time -> {
            String unit =
                    time.getAttribute("name").replaceFirst("^.*(?=[A-Z])", "").toLowerCase(Locale.ROOT);
            DomElement entry = time.getFirstByXPath("ancestor::div[contains(@class,'jenkins-form-item')][1]");
            assertThat(entry.getTextContent()).contains(", in " + unit);
        });
    }

    @Test
    void thePageSaysWhatIsWrong() throws Exception {
        MergeGateConfiguration configuration = full();
        HtmlForm form = form();
        form.getInputByName("_.statusContext").setValue(" ");
        assertThatThrownBy(() -> j.submit(form))
                .isInstanceOfSatisfying(
                        FailingHttpStatusCodeException.class,
                        e -> assertThat(e.getResponse().getContentAsString())
                                .contains("report.statusContext must be one line of 1 to 255 characters."));
        assertThat(configuration.toGateConfig()).isEqualTo(Configurations.FULL);
    }

    private static MergeGateConfiguration full() {
        MergeGateConfiguration configuration = MergeGateConfiguration.get();
        configuration.apply(Configurations.FULL);
        return configuration;
    }

    /** The changed fields below "Advanced", as the page names them. */
    private static List<String> edited() throws Exception {
        DomNode section = form().getFirstByXPath(
                        ".//input[@name='_.holdExpiryHours']/ancestor::div[.//button[contains(@class,'advanced-button')]][1]");
        return section.querySelectorAll(".advanced-customized-fields-info").stream()
                .map(DomElement.class::cast)
                .map(info -> info.getAttribute("data-customized-fields"))
                .toList();
    }

    private static HtmlForm form() throws Exception {
        return j.createWebClient().goTo("manage/configure").getFormByName("config");
    }

    /** As a browser sends it: with everything else that was on the page, of which one thing was changed. */
    private static JSONObject asSent(BadValue bad) {
        JSONObject json = JSONObject.fromObject(bad.json());
        json.element("holdExpiryHours", json.optString("holdExpiryHours", "5"));
        for (String area : List.of("repositories", "targets")) {
            if (json.has(area)) {
                JSONArray lines = json.getJSONArray(area);
                json.element(area, lines.join("\n", true));
            }
        }
        return json;
    }

    private static void submit(JSONObject json) throws Exception {
        j.executeOnServer(() -> MergeGateConfiguration.get().configure(Stapler.getCurrentRequest2(), json));
    }
}
