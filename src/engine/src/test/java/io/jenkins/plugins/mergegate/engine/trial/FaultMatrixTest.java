// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.gate.Phase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every blow in every phase ends in an outcome of the product, no law is broken, nothing is left behind, and in the end
 * the branch gets through. One blow for each phase, or with {@code -Dmergegate.matrix=true} all of them and a table in
 * {@code target/fault-matrix.md}.
 */
class FaultMatrixTest {
    private static final boolean ALL = Boolean.getBoolean("mergegate.matrix");
    private static final int AT_A_TIME = 2;
    /** As many as can be read beside each other. */
    private static final int COLUMNS = 7;

    private static final Map<Phase, Map<Blow, String>> TABLE = new EnumMap<>(Phase.class);
    private static int passed;

    @TempDir
    private Path directory;

    /** Cells that are tried together. */
    private record Row(String name, List<Place> places) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Place(Phase phase, Blow blow) {}

    static Stream<Row> rows() {
        if (!ALL) {
            return Stream.of(new Row("a diagonal", diagonal()));
        }
        return Arrays.stream(Phase.values())
                .map(phase -> new Row(
                        phase.name(),
                        Arrays.stream(Blow.values())
                                .map(blow -> new Place(phase, blow))
                                .toList()));
    }

    /** One blow for each phase, of all kinds. */
    private static List<Place> diagonal() {
        return Arrays.stream(Phase.values())
                .map(phase -> new Place(phase, Blow.values()[phase.ordinal() * 4 % Blow.values().length]))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyBlowEndsWell(Row row) throws Exception {
        List<String> wrong = new ArrayList<>();
        strike(row.places()).forEach((place, cell) -> {
            TABLE.computeIfAbsent(place.phase(), phase -> new EnumMap<>(Blow.class))
                    .put(place.blow(), cell.text());
            cell.wrong().forEach(line -> wrong.add(place + " (" + cell.text() + "): " + line));
            passed += cell.wrong().isEmpty() ? 1 : 0;
        });
        assertThat(wrong).isEmpty();
    }

    private Map<Place, Cell> strike(List<Place> places) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            Map<Place, Future<Cell>> running = new LinkedHashMap<>();
            places.forEach(place -> running.put(place, threads.submit(() -> strike(place))));
            Map<Place, Cell> done = new LinkedHashMap<>();
            for (Map.Entry<Place, Future<Cell>> cell : running.entrySet()) {
                done.put(cell.getKey(), cell.getValue().get());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private Cell strike(Place place) {
        Path home = directory.resolve(place.phase() + "-" + place.blow());
        try (Cell cell = new Cell(home, place.phase(), place.blow())) {
            try {
                return cell.go();
            } catch (RuntimeException | AssertionError e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                cell.wrong().add(trace.toString());
                return cell;
            }
        }
    }

    @AfterAll
    static void writeTable() throws IOException {
        if (!ALL) {
            return;
        }
        StringBuilder text = new StringBuilder();
        List<Blow> blows = List.of(Blow.values());
        for (int from = 0; from < blows.size(); from += COLUMNS) {
            table(text, blows.subList(from, Math.min(blows.size(), from + COLUMNS)));
        }
        int cells = TABLE.values().stream().mapToInt(Map::size).sum();
        text.append(cells + " cells, " + passed + " passed\n");
        Files.writeString(Path.of("target", "fault-matrix.md"), text);
    }

    private static void table(StringBuilder text, List<Blow> blows) {
        text.append("| struck in |");
        blows.forEach(blow -> text.append(' ').append(blow.title()).append(" |"));
        text.append("\n|---|").append("---|".repeat(blows.size())).append('\n');
        TABLE.forEach((phase, row) -> {
            text.append("| ").append(phase).append(" |");
            blows.forEach(blow -> text.append(' ').append(row.get(blow)).append(" |"));
            text.append('\n');
        });
        text.append('\n');
    }
}
