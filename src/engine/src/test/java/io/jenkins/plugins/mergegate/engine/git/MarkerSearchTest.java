// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkerSearchTest {
    @TempDir
    private Path directory;

    private Repo repo;
    private CountingHost host;

    @BeforeEach
    void create() {
        repo = Repo.create(directory.resolve("remote.git"));
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), true));
    }

    @Test
    void countsLinesWithOneProcess() throws GitFailure {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.txt", "guard\nguard guard\nGUARD\nguardian\n");
        files.put("dir/b.txt", "no newline at the end: guard");
        files.put("bin", "\u0000\u0001guard\u0000binary\n");
        files.put("odd \"na\nme:ä", "guard\n");
        files.put("directory/c", "guard\n");
        assertCounts(files, query("guard"), 7);
        assertThat(host.commands()).containsExactly("grep");
    }

    @Test
    void takesTextsAsTheyAre() throws GitFailure {
        List<String> texts = List.of(
                "-x",
                "--option",
                "a.b*c",
                "[x",
                "(?i)",
                "\\d",
                "$HOME",
                "^start",
                "ä✓",
                "  two  ",
                "a|b",
                "\\E",
                "tab\there");
        Map<String, String> files = Map.of("f", String.join("\n", texts) + "\nabc aXbc d 1\n");
        List<MarkerQuery> queries = texts.stream().map(MarkerSearchTest::query).toList();
        assertThat(counts(files, queries)).containsOnly(1).hasSize(texts.size());
    }

    @Test
    void countsOverlappingMarkers() throws GitFailure {
        Map<String, String> files = Map.of("f", "abcde\nbcd\nabc\nab\n");
        List<MarkerQuery> queries = List.of(query("abc"), query("abcd"), query("bcd"), query("ab"), query("abc"));
        assertThat(counts(files, queries)).containsExactly(2, 1, 2, 3, 2);
    }

    @Test
    void looksWhereItIsTold() throws GitFailure {
        Map<String, String> files =
                Map.of("src/a", "m\n", "src/sub/b", "m\nm\n", "src2/c", "m\n", "*", "m\n", "d", "x\n");
        List<MarkerQuery> queries = new ArrayList<>(List.of(
                new MarkerQuery("m", "src"),
                new MarkerQuery("m", "./src/"),
                new MarkerQuery("m", "src/sub/b"),
                new MarkerQuery("m", "*"),
                new MarkerQuery("m", "none"),
                new MarkerQuery("m", ":(exclude)src")));
        assertThat(counts(files, queries)).containsExactly(3, 3, 2, 1, 0, 0);
        queries.add(query("m"));
        assertThat(counts(files, queries)).containsExactly(3, 3, 2, 1, 0, 0, 5);
    }

    @Test
    void doesNotCountTheListOfMarkersItself() throws GitFailure {
        Map<String, String> files = Map.of("gate/list", "m\nother\n", "gate/list2", "other\n", "a", "other\n");
        List<MarkerQuery> queries = List.of(
                query("m"),
                query("other"),
                new MarkerQuery("m", "gate"),
                new MarkerQuery("other", "gate"),
                new MarkerQuery("m", "gate/list"));
        String commit = repo.commit("main", files);
        Mirror mirror = mirror(host);
        mirror.fetchTarget("main");
        assertThat(mirror.countMarkers(commit, queries, Set.of("gate/list"))).containsExactly(0, 2, 0, 1, 1);
        assertThat(mirror.countMarkers(commit, queries.subList(0, 1), Set.of("gate/list")))
                .containsExactly(0);
        assertThat(mirror.countMarkers(commit, queries, Set.of("gate/list", "gate/list2")))
                .containsExactly(0, 1, 0, 0, 1);
        assertThat(mirror.countMarkers(commit, queries)).containsExactly(1, 3, 1, 2, 1);
    }

    @Test
    void findsNothingWithoutAnError() throws GitFailure {
        assertThat(counts(Map.of("f", "x\n"), List.of(query("absent"), query("gone"))))
                .containsExactly(0, 0);
        assertThat(counts(Map.of("f", "x\n"), List.of())).isEmpty();
    }

    @Test
    void ignoresAttributesAndLineEnds() throws GitFailure {
        Map<String, String> files = Map.of(".gitattributes", "* -diff export-ignore\n", "f", "marker\r\n");
        assertCounts(files, query("marker"), 1);
    }

    @Test
    void refusesWhatCannotBeALine() {
        String commit = repo.commit("main", Map.of("f", "x"));
        for (String text : new String[] {null, "", "a\nb", "a\0b"}) {
            assertThatThrownBy(() -> mirror(host).countMarkers(commit, List.of(query(text))))
                    .isInstanceOf(GitFailure.class);
        }
    }

    @Test
    void countsWithManyAndLongMarkers() throws GitFailure {
        StringBuilder text = new StringBuilder();
        List<MarkerQuery> queries = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String marker = "marker number " + i + " " + "x".repeat(i % 100) + ";";
            queries.add(query(marker));
            text.append(marker).append('\n');
        }
        queries.add(query("marker number 17"));
        assertThat(counts(Map.of("f", text.toString()), queries).subList(0, 3000))
                .containsOnly(1);
    }

    @Test
    void countsAVeryLongMarkerExactly() throws GitFailure {
        String marker = IntStream.range(0, 20_000).mapToObj(i -> "\u00e4" + i).collect(Collectors.joining());
        Map<String, String> files = Map.of("f", marker + "\n" + marker.substring(1) + "\n" + marker + marker + "\n");
        assertThat(counts(files, List.of(query(marker), query(marker + "!")))).containsExactly(2, 0);
    }

    @Test
    void worksWithoutPerlExpressions() throws Exception {
        Path git = directory.resolve("git");
        Files.writeString(
                git,
                "#!/bin/sh\nif [ \"$2\" = -P ]; then echo 'fatal: cannot use Perl-compatible regexes when not compiled"
                        + " with USE_LIBPCRE' >&2; exit 128; fi\nexec git \"$@\"\n");
        Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
        host = new CountingHost(new LocalGitHost(directory.resolve("work"), git.toString(), true, System.getenv()));
        assertThat(counts(Map.of("f", "a.b\naxb\n-z\n"), List.of(query("a.b"), query("-z"), query("b"))))
                .containsExactly(1, 1, 2);
    }

    @Test
    void keepsAWindowOfALongLineOnly() {
        MarkerCounter counter =
                new MarkerCounter(List.of(query("needle"), new MarkerQuery("needle", "g"), query("end")), Set.of());
        byte[] filler = "x".repeat(65_533).getBytes(StandardCharsets.UTF_8);
        write(counter, "0123:f\0");
        for (int i = 0; i < 20; i++) {
            counter.write(filler, 0, filler.length);
        }
        write(counter, "nee");
        write(counter, "dle");
        counter.write(filler, 0, filler.length);
        write(counter, "end\n0123:g\0needle end\n");
        assertThat(counter.counts()).containsExactly(2, 1, 2);
    }

    @Test
    void findsAMarkerAtEveryBorderOfTheWindow() {
        for (int before = 65_520; before < 65_560; before++) {
            MarkerCounter counter =
                    new MarkerCounter(List.of(query("needle"), query("a much longer marker")), Set.of());
            write(counter, "0123:f\0" + "x".repeat(before) + "needle and a much longer marker" + "\n");
            assertThat(counter.counts()).as("after %d", before).containsExactly(1, 1);
        }
    }

    @Test
    void sharesBeginningsInItsPattern() {
        assertThat(MarkerPattern.of(List.of("abc", "abd", "x"))).isEqualTo("(?:ab(?:c|d)|x)");
        assertThat(MarkerPattern.of(List.of("ab", "abc"))).isEqualTo("ab");
        assertThat(MarkerPattern.of(List.of("a.ä"))).isEqualTo("a\\x2e\\xc3\\xa4");
        List<String> many =
                IntStream.range(0, 20_000).mapToObj(i -> "long marker " + i).toList();
        assertThat(MarkerPattern.of(many)).hasSizeLessThan(30_000);
        Pattern.compile(MarkerPattern.of(many));
    }

    private void assertCounts(Map<String, String> files, MarkerQuery query, int expected) throws GitFailure {
        assertThat(counts(files, List.of(query))).containsExactly(expected);
    }

    private List<Integer> counts(Map<String, String> files, List<MarkerQuery> queries) throws GitFailure {
        String commit = repo.commit("main", files);
        Mirror mirror = mirror(host);
        mirror.fetchTarget("main");
        host.reset();
        return mirror.countMarkers(commit, queries);
    }

    private Mirror mirror(GitHost on) {
        return new Mirror(on, repo.remote(), new Committer("Merge Gate", "gate@example.com"));
    }

    private static MarkerQuery query(String text) {
        return new MarkerQuery(text, null);
    }

    private static void write(MarkerCounter counter, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        counter.write(bytes, 0, bytes.length);
    }
}
