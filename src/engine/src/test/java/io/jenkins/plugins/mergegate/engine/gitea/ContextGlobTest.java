// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextGlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gate | gate | true",
                "gate | Gate | false",
                "gate | gate2 | false",
                "ci/* | ci/a | true",
                "ci/* | ci/a/b | true",
                "ci/* | ci | false",
                "* | anything / at all | true",
                "* | \"\" | true",
                "** | a/b | true",
                "a*b*c | aXXbYYc | true",
                "a?c | abc | true",
                "a?c | ac | false",
                "ci.x | ciyx | false",
                "a+(b)$^ | a+(b)$^ | true",
                "[ab]c | bc | true",
                "[!ab]c | bc | false",
                "[!ab]c | zc | true",
                "[a-c]x | bx | true",
                "[a-c]x | dx | false",
                "[a&&b] | & | true",
                "[\\d] | 5 | false",
                "[\\d] | d | true",
                "{ci,cd}/* | cd/x | true",
                "{ci,cd}/* | cx/x | false",
                "a,b | a,b | true",
                "a} | a} | true",
                "\\* | * | true",
                "\\* | x | false",
                "\\Q* | Qx | true",
                "[ab | [ab | true",
                "[ab | a | false",
                "{a | {a | true",
                "x\\ | x\\ | true",
                "[b-a] | [b-a] | true",
                "ü😀* | ü😀! | true"
            })
    void matchesAsGiteaDoes(String glob, String context, boolean expected) {
        assertThat(new ContextGlob(glob).matches(context)).isEqualTo(expected);
    }
}
