// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    private static final int RUNS = 10;
    private static final Committer COMMITTER = new Committer("Merge Gate", "gate@example.com");

    @TempDir
    private Path directory;

    @Test
    void tenRunsShareOneMirror() throws Exception {
        Repo repo = repo();
        Path work = directory.resolve("work");
        List<Callable<Object>> runs = new ArrayList<>();
        IntStream.range(0, RUNS).forEach(i -> runs.add(() -> run(work, repo.path(), "topic/" + i)));
        // The same branch once more at the same time: the second waits for the work tree.
        runs.add(() -> run(work, repo.path(), "topic/0"));
        ExecutorService threads = Executors.newFixedThreadPool(runs.size());
        for (var result : threads.invokeAll(runs)) {
            assertThat(result.get()).isInstanceOf(Rebase.Done.class);
        }
        threads.shutdown();
        assertThat(new MirrorPaths(work).only()).exists();
    }

    @Test
    void processesShareOneMirror() throws Exception {
        Repo repo = repo();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Run.class.getName(),
                            directory.resolve("work").toString(),
                            repo.path().toString(),
                            "topic/" + i)
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.inputReader().lines().toList()).containsExactly("Done");
        }
    }

    private Repo repo() {
        Repo repo = Repo.create(directory.resolve("remote.git"));
        String base = repo.commit("main", Map.of("a", "a\n"));
        for (int i = 0; i < RUNS; i++) {
            repo.branch("topic/" + i, base);
            repo.commit("topic/" + i, Map.of("f" + i, "f\n"));
        }
        repo.commit("main", Map.of("b", "b\n"));
        return repo;
    }

    private static Object run(Path work, Path remote, String branch) throws GitFailure {
        Mirror mirror = new Mirror(new LocalGitHost(work, true), new Remote(remote.toString(), null), COMMITTER);
        Heads heads = mirror.fetch(branch, "main");
        String checkout = mirror.checkout(
                heads.branch(),
                branch.replace('/', '-') + Thread.currentThread().getId());
        assertThat(Path.of(checkout).resolve("a")).exists();
        Rebase rebase = mirror.rebase(branch, "main", heads.branch(), heads.target());
        assertThat(mirror.fetch(branch, "main")).isEqualTo(heads);
        mirror.maintain();
        mirror.removeCheckout(branch.replace('/', '-') + Thread.currentThread().getId());
        mirror.removeWorktree(branch, "main");
        return rebase;
    }

    /** One run in a process of its own. */
    static final class Run {
        private Run() {}

        public static void main(String[] arguments) throws GitFailure {
            Object result = run(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
            System.out.println(result.getClass().getSimpleName());
        }
    }
}
