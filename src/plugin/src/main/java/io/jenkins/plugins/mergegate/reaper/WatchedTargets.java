// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code targets.json}. One that is lost or damaged costs little: a target is in it again after its next run, and is
 * looked at once more than needed.
 */
final class WatchedTargets {
    private final Path file;

    WatchedTargets(Path directory) {
        file = directory.resolve("targets.json");
    }

    /** @param targets in no order */
    private record Content(List<WatchedTarget> targets) {}

    List<WatchedTarget> read() throws IOException {
        Optional<byte[]> content = DurableFiles.read(file);
        if (content.isEmpty()) {
            return List.of();
        }
        return StateJson.read(content.get(), Content.class).map(Content::targets).orElse(List.of()).stream()
                .filter(WatchedTargets::isSound)
                .toList();
    }

    private static boolean isSound(WatchedTarget read) {
        return read != null && read.server() != null && read.repository() != null && read.target() != null;
    }

    void write(List<WatchedTarget> targets) throws IOException {
        DurableFiles.replace(file, StateJson.write(new Content(targets)));
    }
}
