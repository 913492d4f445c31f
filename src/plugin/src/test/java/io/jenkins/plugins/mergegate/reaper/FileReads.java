// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.reaper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What this Java process reads from files, as its flight recorder sees it: it looks at each read, whatever class makes it.
 */
final class FileReads implements AutoCloseable {
    private static final String EVENT = "jdk.FileRead";
    /** In the names of the threads that answer requests. */
    private static final String REQUESTS = "Jetty";

    private final Recording recording = new Recording();

    FileReads() {
        // Newer Javas can thin events out.
        recording.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace().with("throttle", "off");
        recording.start();
    }

    /** The files that were read since the beginning. */
    Set<Path> files() throws IOException {
        return files(any -> true);
    }

    /** Of these, what somebody waited for who asked Jenkins over the web. */
    Set<Path> filesOfRequests() throws IOException {
        return files(FileReads::isOfRequest);
    }

    private Set<Path> files(Predicate<RecordedEvent> which) throws IOException {
        Path dump = Files.createTempFile("reads", ".jfr");
        try {
            recording.dump(dump);
            return RecordingFile.readAllEvents(dump).stream()
                    .filter(event -> event.getEventType().getName().equals(EVENT))
                    .filter(which)
                    .map(event -> event.getString("path"))
                    .filter(Objects::nonNull)
                    .map(Path::of)
                    .collect(Collectors.toSet());
        } finally {
            Files.delete(dump);
        }
    }

    private static boolean isOfRequest(RecordedEvent event) {
        return event.getThread() != null
                && String.valueOf(event.getThread().getJavaName()).contains(REQUESTS);
    }

    @Override
    public void close() {
        recording.close();
    }
}
