// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Finds the records of unfinished runs in the files of all builds. It reads the text of these files and loads no build:
 * there may be very many, and loading one that Pipeline is about to resume would start it twice.
 */
final class BuildScan {
    private static final Logger LOGGER = Logger.getLogger(BuildScan.class.getName());
    private static final String ACTION = GateAction.class.getName();
    private static final Pattern RECORD = Pattern.compile("<record>([^<]*)</record>");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private BuildScan() {}

    static List<GateState> unfinished() {
        List<GateState> found = new ArrayList<>();
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            Path builds = job.getBuildDir().toPath();
            try (Stream<Path> directories = Files.list(builds)) {
                directories
                        .filter(BuildScan::isBuild)
                        .forEach(build -> found.addAll(inFile(build.resolve("build.xml"))));
            } catch (NoSuchFileException e) {
                // No build yet.
            } catch (IOException | UncheckedIOException e) {
                LOGGER.log(Level.WARNING, "The builds of " + job.getFullName() + " could not be read", e);
            }
        }
        return found;
    }

    private static boolean isBuild(Path directory) {
        return NUMBER.matcher(String.valueOf(directory.getFileName())).matches();
    }

    private static List<GateState> inFile(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.contains(ACTION) ? inText(text) : List.of();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " could not be read", e);
            return List.of();
        }
    }

    static List<GateState> inText(String text) {
        List<GateState> found = new ArrayList<>();
        Matcher records = RECORD.matcher(text);
        while (records.find()) {
            unescape(records.group(1))
                    .flatMap(GateAction::parse)
                    .filter(Records::isOpen)
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Optional<String> unescape(String inner) {
        try {
            return Optional.of((String) Run.XSTREAM2.fromXML("<string>" + inner + "</string>"));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
