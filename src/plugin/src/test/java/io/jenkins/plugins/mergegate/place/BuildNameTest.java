// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildNameTest {
    @ParameterizedTest
    @CsvSource({
        "job #12,             job,          12",
        "job#12,              job,          12",
        "folder/job #1,       folder/job,   1",
        "a b/c #3,            a b/c,        3",
        "issue #4 #5,         issue #4,     5",
        "issue#4#5,           issue#4,      5",
        "job #999999999,      job,          999999999",
    })
    void aBuildInEitherSpelling(String text, String job, int number) {
        assertThat(BuildName.parse(text)).hasValueSatisfying(name -> {
            assertThat(name).isEqualTo(new BuildName(job, number));
            assertThat(name.id()).isEqualTo(job + "#" + number);
            assertThat(BuildName.parse(name.id())).hasValue(name);
            assertThat(BuildName.parse(name.toString())).hasValue(name);
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "#",
                "#1",
                " #1",
                "job",
                "job #",
                "job # 1",
                "job #1 ",
                "job #-1",
                "job #+1",
                "job #1x",
                "job #1000000000",
                "job #\u0661",
                "alice, who reserved it",
            })
    void anyOtherTextIsNone(String text) {
        assertThat(BuildName.parse(text)).isEmpty();
    }
}
