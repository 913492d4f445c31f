// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not grow. The shortest of several times is compared, so that a busy machine does not matter. */
class ScaleTest {
    private static final int ROUNDS = 7;

    @TempDir
    private Path directory;

    @Test
    void aRebaseCostsTheSameWithAHundredTimesTheFiles() throws Exception {
        Work few = rebase("few", 300, i -> "d" + i / 20 + "/f" + i);
        Work many = rebase("many", 30_000, i -> "d" + i / 2000 + "/e" + i / 100 + "/f" + i);
        long[] times = shortest(few, many);
        report("rebase 300 / 30,000", times);
        assertThat((double) times[1] / times[0]).isLessThan(1.5);
    }

    @Test
    void twoHundredMarkersCostAtMostTwiceAsMuchAsOne() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < 40; line++) {
                text.append("    return value")
                        .append(i * 31 + line * 7)
                        .append(" + merge")
                        .append(line)
                        .append(";\n");
            }
            files.put("d" + i / 100 + "/f" + i, text.toString());
        }
        Repo repo = Repo.create(directory.resolve("markers.git"));
        String commit = repo.commit("main", files);
        Mirror mirror = mirror("markers", repo);
        mirror.fetchTarget("main");
        List<MarkerQuery> queries = IntStream.range(0, 200)
                .mapToObj(i -> new MarkerQuery("return value" + i * 97 + " ", null))
                .toList();
        long[] times = shortest(
                () -> assertThat(mirror.countMarkers(commit, queries.subList(0, 1)))
                        .hasSize(1),
                () -> assertThat(mirror.countMarkers(commit, queries))
                        .hasSize(200)
                        .contains(2));
        report("markers 1 / 200", times);
        assertThat((double) times[1] / times[0]).isLessThan(2);
    }

    private Work rebase(String name, int count, IntFunction<String> path) throws GitFailure {
        Repo repo = Repo.create(directory.resolve(name + ".git"));
        Map<String, String> files = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> files.put(path.apply(i), "file " + i + "\n"));
        files.put("README", "read\n");
        repo.branch("topic", repo.commit("main", files));
        String topic = repo.commit("topic", Map.of(path.apply(7), "changed\n"));
        String main = repo.commit("main", Map.of(path.apply(count - 1), "changed\n"));
        Mirror mirror = mirror(name, repo);
        mirror.fetch("topic", "main");
        return () -> assertThat(mirror.rebase("topic", "main", topic, main)).isInstanceOf(Rebase.Done.class);
    }

    private Mirror mirror(String name, Repo repo) {
        LocalGitHost host = new LocalGitHost(directory.resolve(name), true);
        return new Mirror(host, repo.remote(), new Committer("Merge Gate", "gate@example.com"));
    }

    private static long[] shortest(Work... works) throws GitFailure {
        long[] times = new long[works.length];
        Arrays.fill(times, Long.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < works.length; i++) {
                long start = System.nanoTime();
                works[i].run();
                times[i] = Math.min(times[i], System.nanoTime() - start);
            }
        }
        return times;
    }

    private static void report(String what, long... times) {
        List<Long> millis = Arrays.stream(times)
                .mapToObj(time -> Duration.ofNanos(time).toMillis())
                .toList();
        System.out.println(what + ": " + millis + " ms");
    }

    private interface Work {
        void run() throws GitFailure;
    }
}
