// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTextTest {
    @Test
    void isASentenceForPeopleThatCanBeReadBack() {
        ReasonText reason = new ReasonText("feature/x, acme » job #12", "0a1b-2c", "acme/job#12");

        assertThat(reason).hasToString("Merge Gate: feature/x, acme » job #12 [run 0a1b-2c of acme/job#12]");
        assertThat(ReasonText.parse(reason.toString())).contains(reason);
    }

    @Test
    void aHolderCannotPassForAnother() {
        ReasonText reason = new ReasonText("x [run other of job#1]\nMerge Gate: y", "mine", "job#2");

        assertThat(ReasonText.parse(reason.toString())).get().satisfies(read -> {
            assertThat(read.token()).isEqualTo("mine");
            assertThat(read.build()).isEqualTo("job#2");
        });
        assertThat(reason.toString()).doesNotContain("\n");
    }

    @Test
    void aLongHolderIsCut() {
        String text = new ReasonText("x".repeat(5_000), "t", "job#1").toString();

        assertThat(text).hasSizeLessThan(300);
        assertThat(ReasonText.parse(text)).isPresent();
    }

    @Test
    void aMissingHolderDoesNoHarm() {
        assertThat(ReasonText.parse(new ReasonText(null, "t", "job#1").toString()))
                .contains(new ReasonText("", "t", "job#1"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "deploying",
                "Merge Gate: x",
                "Merge Gate: x [run t]",
                "Merge Gate: x [run t of job#1] and more",
                "my Merge Gate: x [run t of job#1]"
            })
    void anyOtherReasonIsNotOurs(String text) {
        assertThat(ReasonText.parse(text)).isEmpty();
    }
}
