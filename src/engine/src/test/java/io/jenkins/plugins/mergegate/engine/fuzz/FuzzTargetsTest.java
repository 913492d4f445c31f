// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.gitea.ApiAnswerTarget;
import io.jenkins.plugins.mergegate.engine.gitea.MergeAnswerTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the fuzzer begins with, and what it found once, goes through its target in every build; so do some damaged copies.
 * The profile {@code fuzz} runs the fuzzer itself.
 */
class FuzzTargetsTest {
    private static final Path SAMPLES = Path.of("src/test/resources/fuzz");
    private static final int COPIES = 50;

    /** The method that the fuzzer calls; whatever it throws is a find. */
    @FunctionalInterface
    interface Target {
        void run(byte[] data) throws IOException;
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                Arguments.of("ConfigurationTarget", (Target) ConfigurationTarget::fuzzerTestOneInput),
                Arguments.of("MarkerFileTarget", (Target) MarkerFileTarget::fuzzerTestOneInput),
                Arguments.of("JournalTarget", (Target) JournalTarget::fuzzerTestOneInput),
                Arguments.of("LeaseTarget", (Target) LeaseTarget::fuzzerTestOneInput),
                Arguments.of("HoldTarget", (Target) HoldTarget::fuzzerTestOneInput),
                Arguments.of("MergeAnswerTarget", (Target) MergeAnswerTarget::fuzzerTestOneInput),
                Arguments.of("ApiAnswerTarget", (Target) ApiAnswerTarget::fuzzerTestOneInput),
                Arguments.of("WebhookTarget", (Target) WebhookTarget::fuzzerTestOneInput));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void withstandsItsSamples(String name, Target target) throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(SAMPLES.resolve(name))) {
            samples = files.sorted().toList();
        }
        assertThat(samples).isNotEmpty();
        Random random = new Random(1);
        for (Path sample : samples) {
            byte[] data = Files.readAllBytes(sample);
            target.run(data);
            for (int copy = 0; copy < COPIES; copy++) {
                target.run(damaged(data, random));
            }
        }
    }

    private static byte[] damaged(byte[] data, Random random) {
        byte[] copy = new byte[random.nextInt(data.length + 1)];
        System.arraycopy(data, 0, copy, 0, copy.length);
        for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }
}
