// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Rebase;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Prints the table of docs/performance.md. Every time is compared with another one of the same run. */
final class GateBench {
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 4;

    private GateBench() {}

    private interface Work {
        void run(int round) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("| row | measured | floor or base | ratio | bound |");
        System.out.println("|---|---|---|---|---|");
        overhead();
        catchUp();
        markers();
        counts();
    }

    /** (a) A MERGED run with a trivial re-test against a straight line of the calls that cannot be avoided. */
    private static void overhead() throws Exception {
        try (GateFixture gate = fixture()) {
            Work whole = round -> {
                gate.branchWith("gate-" + round, "g" + round + ".txt", "x");
                GateState end = gate.run(gate.request().branch("gate-" + round).build(), body -> retest(gate, body));
                expect(end.ending().outcome() == Outcome.MERGED, end.ending().message());
            };
            StraightLine line = new StraightLine(gate);
            Work floor = round -> {
                gate.branchWith("line-" + round, "l" + round + ".txt", "x");
                line.merge("line-" + round);
            };
            row("(a) MERGED run / straight line", compare(whole, floor), 1.3);
        }
    }

    private static BodyResult retest(GateFixture gate, GateStep.RunBody body) {
        try {
            Mirror mirror = gate.mirror();
            String directory =
                    mirror.checkout(body.state().candidate().sha(), body.state().id());
            StraightLine.shell(directory, "true");
            mirror.removeCheckout(body.state().id());
            return BodyResult.green();
        } catch (Exception e) {
            return BodyResult.red(e.toString());
        }
    }

    /** (b) Catching up in a large repository against a small one. */
    private static void catchUp() throws Exception {
        try (GateFixture large = fixture();
                GateFixture small = fixture()) {
            large.repository.commitFiles("main", files(30_000), "Many files");
            small.repository.commitFiles("main", files(300), "Few files");
            row("(b) catch-up, 30,000 files / 300 files", compare(catchingUp(large), catchingUp(small)), 1.5);
        }
    }

    /** Small source files in directories of a hundred. */
    private static Map<String, String> files(int count) {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < count; i++) {
            files.put("src/part" + i / 100 + "/File" + i + ".java", ("// line of file " + i + "\n").repeat(40));
        }
        return files;
    }

    private static Work catchingUp(GateFixture gate) throws Exception {
        String first = gate.branchWith("task", "task.txt", "task");
        gate.pushToMain("main.txt", "main");
        Mirror mirror = gate.mirror();
        String onto = mirror.fetch("task", "main").target();
        return round -> {
            expect(mirror.rebase("task", "main", first, onto) instanceof Rebase.Done, "rebase");
            mirror.removeWorktree("task", "main");
        };
    }

    /** (c) Counting many markers against one, in 5,000 files. */
    private static void markers() throws Exception {
        try (GateFixture gate = fixture()) {
            gate.repository.commitFiles("main", files(5_000), "Files");
            Mirror mirror = gate.mirror();
            String main = mirror.fetchTarget("main");
            List<MarkerQuery> many = IntStream.range(0, 200)
                    .mapToObj(i -> new MarkerQuery("marker number " + i, null))
                    .toList();
            row(
                    "(c) 200 markers / 1 marker",
                    compare(
                            round -> mirror.countMarkers(main, many),
                            round -> mirror.countMarkers(main, many.subList(0, 1))),
                    2);
        }
    }

    /** (d) What one run costs in processes and requests. */
    private static void counts() throws Exception {
        AtomicInteger processes = new AtomicInteger();
        try (GateFixture gate = fixture().host(host -> counting(host, processes))) {
            gate.branchWith("warm-up", "w.txt", "w");
            gate.run(gate.request().branch("warm-up").build());
            count(gate, processes, "up-to-date", false);
            count(gate, processes, "rebased", true);
        }
    }

    private static void count(GateFixture gate, AtomicInteger processes, String branch, boolean behind) {
        gate.branchWith(branch, branch + ".txt", "x");
        if (behind) {
            gate.pushToMain("moved.txt", "x");
        }
        gate.server.resetRequests();
        processes.set(0);
        GateState end = gate.run(gate.request().branch(branch).build());
        expect(end.ending().outcome() == Outcome.MERGED, end.ending().message());
        long git = gate.server.requests().stream()
                .filter(r ->
                        List.of(Call.GIT_INFO, Call.GIT_FETCH, Call.GIT_PUSH).contains(r.call()))
                .count();
        System.out.printf(
                Locale.ROOT,
                "| (d) %s run | %d git processes | %d API requests, %d requests of git | | |%n",
                branch,
                processes.get(),
                gate.server.requests().size() - git,
                git);
    }

    /** Counts the calls that start a process. */
    private static GitHost counting(GitHost host, AtomicInteger processes) {
        return (GitHost) Proxy.newProxyInstance(
                GitHost.class.getClassLoader(), new Class<?>[] {GitHost.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == GitResult.class) {
                        processes.incrementAndGet();
                    }
                    return method.invoke(host, arguments);
                });
    }

    /** Medians in milliseconds of both, measured in turns. */
    private static double[] compare(Work measured, Work base) throws Exception {
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            double a = time(measured, round);
            double b = time(base, round);
            if (round >= WARM_UP) {
                first.add(a);
                second.add(b);
            }
        }
        return new double[] {median(first), median(second)};
    }

    private static double time(Work work, int round) throws Exception {
        long start = System.nanoTime();
        work.run(round);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void row(String name, double[] medians, double bound) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f ms | %.0f ms | %.2f | %.1f |%n",
                name,
                medians[0],
                medians[1],
                medians[0] / medians[1],
                bound);
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static GateFixture fixture() throws IOException {
        Path directory = Files.createTempDirectory("merge-gate-bench");
        directory.toFile().deleteOnExit();
        return new GateFixture(directory);
    }
}
