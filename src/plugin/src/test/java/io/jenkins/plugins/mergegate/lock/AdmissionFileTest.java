// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionFileTest {
    @TempDir
    Path directory;

    @Test
    void withoutAFileTheGateIsOpen() {
        assertThat(new AdmissionFile(directory).read()).isEqualTo(Admission.OPEN);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenIsRead(Admission.Mode mode) throws IOException {
        Admission said = new Admission(mode, Instant.parse("2026-03-04T05:06:07.123456789Z"), "alice", "\"upgrade\" é");

        new AdmissionFile(directory).write(said);

        assertThat(new AdmissionFile(directory).read()).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"mode\": \"OPEN\"}",
                "{\"mode\": \"DRAINING\", \"by\": \"alice\", \"reason\": \"upgrade\"}",
                "{\"mode\": \"open wide\", \"since\": \"2026-03-04T05:06:07Z\", \"by\": \"a\", \"reason\": \"b\"}",
                "{\"mode\": \"OPEN\", \"since\": \"yesterday\", \"by\": \"a\", \"reason\": \"b\"}",
            })
    void aDamagedFileIsAPauseThatSaysSoUntilSomebodyResumes(String content) throws IOException {
        Files.writeString(directory.resolve("admission.json"), content);
        AdmissionFile file = new AdmissionFile(directory);

        Admission read = file.read();

        assertThat(read.mode()).isEqualTo(Admission.Mode.PAUSED);
        assertThat(read.reason()).contains("admission.json cannot be read");
        assertThat(read.whyNot(Instant.EPOCH)).startsWith("the gate is paused by Merge Gate since 20");
        Admission resumed = new Admission(Admission.Mode.OPEN, Instant.EPOCH, "alice", "looked at it");
        file.write(resumed);
        assertThat(file.read()).isEqualTo(resumed);
    }

    @Test
    void whatIsNoFileIsAPause() throws IOException {
        Files.createDirectories(directory.resolve("admission.json"));

        assertThat(new AdmissionFile(directory).read().mode()).isEqualTo(Admission.Mode.PAUSED);
    }
}
