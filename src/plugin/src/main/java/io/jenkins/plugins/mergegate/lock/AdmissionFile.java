// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What was said last, in {@code admission.json}. A file that cannot be read counts as a pause: that is the safe side. */
final class AdmissionFile {
    private static final String NAME = "admission.json";

    private final Path file;

    /** @param directory of the plugin in the home of Jenkins */
    AdmissionFile(Path directory) {
        file = directory.resolve(NAME);
    }

    Admission read() {
        try {
            Optional<byte[]> content = DurableFiles.read(file);
            if (content.isEmpty()) {
                return Admission.OPEN;
            }
            return StateJson.read(content.get(), Admission.class)
                    .filter(AdmissionFile::isSound)
                    .orElseGet(this::damaged);
        } catch (IOException e) {
            return damaged();
        }
    }

    void write(Admission admission) throws IOException {
        DurableFiles.replace(file, StateJson.write(admission));
    }

    private static boolean isSound(Admission read) {
        return read.mode() != null && read.since() != null && read.by() != null && read.reason() != null;
    }

    private Admission damaged() {
        return new Admission(
                Admission.Mode.PAUSED,
                touched(),
                "Merge Gate",
                "its file " + NAME
                        + " cannot be read; nobody knows any more whether it was paused, so somebody must resume it");
    }

    private Instant touched() {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.now();
        }
    }
}
