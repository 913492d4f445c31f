// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import io.jenkins.plugins.mergegate.engine.git.Heads;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Push;
import io.jenkins.plugins.mergegate.engine.git.Rebase;
import io.jenkins.plugins.mergegate.testkit.faults.Hold;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Against a real agent in a process of its own. */
@WithJenkins
class AgentGitHostTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Committer COMMITTER = new Committer("Merge Gate", "merge-gate@localhost");

    private static JenkinsRule jenkins;
    private static DumbSlave shared;

    @TempDir
    private Path directory;

    private RemoteScene scene;

    @BeforeAll
    static void startAgent(JenkinsRule rule) throws Exception {
        jenkins = rule;
        shared = rule.createOnlineSlave();
    }

    @BeforeEach
    void startGitea() {
        scene = new RemoteScene(directory.resolve("gitea"));
    }

    @AfterEach
    void stopGitea() {
        scene.close();
    }

    @Test
    void fetchesRebasesAndPushes() throws Exception {
        String feature = scene.repository().commit("feature", Map.of("f.txt", "f needle"), "feature");
        String main = scene.repository().commit("main", Map.of("m.txt", "m needle"), "main");
        AgentGitHost host = host(shared, "end-to-end");
        Mirror mirror = new Mirror(host, scene.remote(), COMMITTER);

        assertThat(mirror.fetch("feature", "main")).isEqualTo(new Heads(feature, main));
        assertThat(mirror.behind(feature, main)).isEqualTo(1);
        Rebase rebase = mirror.rebase("feature", "main", feature, main);
        assertThat(rebase).isInstanceOf(Rebase.Done.class);
        String candidate = ((Rebase.Done) rebase).sha();
        assertThat(mirror.isAncestor(main, candidate)).isTrue();
        assertThat(mirror.countMarkers(candidate, List.of(new MarkerQuery("needle", null))))
                .containsExactly(2);
        assertThat(mirror.push(scene.proof(), "feature", candidate, feature)).isInstanceOf(Push.Done.class);
        assertThat(scene.repository().head("feature")).isEqualTo(candidate);

        String checkout = mirror.checkout(candidate, "x");
        assertThat(path(shared, checkout).child("f.txt").readToString()).isEqualTo("f needle");
        mirror.removeCheckout("x");
        assertThat(host.exists(checkout)).isFalse();
        assertThat(host.exists(host.root() + "/mirrors")).isTrue();
    }

    @Test
    void failsAsTheEngineDoes() throws Exception {
        String main = scene.repository().head("main");
        String sha = scene.repository().commit("feature", Map.of("f.txt", "f"), "feature");
        Mirror mirror = new Mirror(host(shared, "failing"), scene.remoteWith("wrong-token"), COMMITTER);
        mirror.fetch("feature", "main");
        GitFailure failure =
                catchThrowableOfType(GitFailure.class, () -> mirror.push(scene.proof(), "feature", main, sha));
        assertThat(failure.kind()).isEqualTo(GitFailure.Kind.AUTHENTICATION);
        assertThat(failure).hasMessageNotContaining("wrong-token");
        GitResult missing = new AgentGitHost(path(shared, root(shared, "failing")), "/no/such/git", locks())
                .run(call(LONG, "version"));
        assertThat(missing.ending()).isEqualTo(Ending.NOT_STARTED);
        GitCall elsewhere = new GitCall("/no/such/directory", List.of("version"), Map.of(), null, LONG, null);
        assertThat(host(shared, "failing").run(elsewhere).ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(host(shared, "failing").run(call(LONG, "no-such-command")).exit())
                .isEqualTo(1);
    }

    @Test
    void keepsTheTokenOutOfArgumentsThreadsAndFiles() throws Exception {
        long agent = AgentProcess.pid(shared);
        String main = scene.repository().head("main");
        String sha = scene.repository().commit("feature", Map.of("f.txt", "f"), "feature");
        for (Call moment : List.of(Call.GIT_FETCH, Call.GIT_PUSH)) {
            AtomicReference<String> seen = new AtomicReference<>("");
            scene.gitea()
                    .faults()
                    .on(moment)
                    .run(() -> seen.set(AgentProcess.commandLines(agent) + AgentProcess.threads(shared)));
            Mirror mirror = new Mirror(host(shared, "secret"), scene.remote(), COMMITTER);
            mirror.fetch("feature", "main");
            mirror.push(scene.proof(), "feature", main, sha);
            assertThat(seen.get())
                    .contains(scene.repository().cloneUrl(), "for channel id=")
                    .doesNotContain(scene.token());
            // Something to fetch for the next round.
            sha = scene.repository().commit("feature", Map.of("g.txt", "g"), "more");
        }
        try (var files = Files.walk(Path.of(shared.getRemoteFS()))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain(scene.token()));
        }
    }

    @Test
    void stopsGitOnTheAgentWhenInterrupted() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        AgentGitHost host = host(agent, "interrupted");
        Hold hold = scene.gitea().faults().on(Call.GIT_INFO).hang();
        CompletableFuture<GitFailure> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        long pid = AgentProcess.pid(agent);
        Thread thread = new Thread(() -> {
            Mirror mirror = new Mirror(host, scene.remote(), COMMITTER);
            failure.complete(catchThrowableOfType(GitFailure.class, () -> mirror.fetchTarget("main")));
            gone.complete(AgentProcess.gits(pid).isEmpty());
            flag.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertThat(hold.awaitArrival(LONG)).isTrue();
        assertThat(AgentProcess.gits(pid)).isNotEmpty();
        long start = System.nanoTime();
        thread.interrupt();
        assertThat(failure.get().kind()).isEqualTo(GitFailure.Kind.INTERRUPTED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
        assertThat(gone.get()).as("no git is left when the call returns").isTrue();
        assertThat(flag.get()).isTrue();
        // The agent is as good as before.
        assertThat(host.run(call(LONG, "version")).ok()).isTrue();
        new Mirror(host, scene.remote(), COMMITTER).fetchTarget("main");
    }

    @Test
    void endsWhatTakesTooLong() throws Exception {
        Path script = script("sleep 300");
        AgentGitHost host = new AgentGitHost(path(shared, root(shared, "slow")), script.toString(), locks());
        GitResult result = host.run(call(Duration.ofMillis(500), "x"));
        assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(host.stream(call(Duration.ofMillis(500), "x"), OutputStream.nullOutputStream())
                        .ending())
                .isEqualTo(Ending.TIMED_OUT);
    }

    @Test
    void neverThrowsWhenTheAgentIsLost() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        AgentGitHost host = host(agent, "lost");
        Hold hold = scene.gitea().faults().on(Call.GIT_INFO).hang();
        CompletableFuture<GitResult> result = CompletableFuture.supplyAsync(() -> host.run(
                new GitCall(null, List.of("ls-remote", scene.repository().cloneUrl()), Map.of(), null, LONG, null)));
        assertThat(hold.awaitArrival(LONG)).isTrue();
        agent.toComputer().disconnect(null).get();
        assertThat(result.get().ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(result.get().err()).isEqualTo("The connection to the agent " + agent.getDisplayName() + " is lost.");

        assertThat(host.run(call(LONG, "version")).ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(host.stream(call(LONG, "version"), new ByteArrayOutputStream())
                        .ending())
                .isEqualTo(Ending.NOT_STARTED);
        assertThat(host.exists(host.root())).isFalse();
        assertThatThrownBy(() -> host.delete(host.root() + "/x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is lost");
        GitFailure failure = catchThrowableOfType(
                GitFailure.class, () -> new Mirror(host, scene.remote(), COMMITTER).fetch("feature", "main"));
        assertThat(failure).hasMessageContaining("is lost").hasMessageNotContaining(scene.token());
    }

    @Test
    void leavesNoGitBehindWhenTheAgentEnds() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        AgentGitHost host = host(agent, "ended");
        long pid = AgentProcess.pid(agent);
        Hold hold = scene.gitea().faults().on(Call.GIT_INFO).hang();
        CompletableFuture<GitResult> result = CompletableFuture.supplyAsync(() -> host.run(
                new GitCall(null, List.of("ls-remote", scene.repository().cloneUrl()), Map.of(), null, LONG, null)));
        assertThat(hold.awaitArrival(LONG)).isTrue();
        List<ProcessHandle> gits = AgentProcess.gits(pid);
        assertThat(gits).isNotEmpty();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroy()).isTrue();
        assertThat(result.get().ok()).isFalse();
        await().until(() -> gits.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void doesNothingForAnInterruptedThread() {
        AgentGitHost host = host(shared, "flag");
        Thread.currentThread().interrupt();
        try {
            assertThat(host.run(call(LONG, "version")).ending()).isEqualTo(Ending.INTERRUPTED);
            assertThatThrownBy(() -> host.delete(host.root() + "/x")).isInstanceOf(IOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(host.run(call(LONG, "version")).ok()).isTrue();
    }

    @Test
    void streamsALot() throws Exception {
        byte[] noise = new byte[20 << 20];
        new Random(1).nextBytes(noise);
        Path file = Files.write(directory.resolve("noise"), noise);
        AgentGitHost host = new AgentGitHost(
                path(shared, root(shared, "stream")), script("cat " + file).toString(), locks());
        for (int i = 0; i < 3; i++) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            GitResult result = host.stream(call(LONG, "x"), read);
            assertThat(result).isEqualTo(new GitResult(Ending.EXITED, 0, "", ""));
            assertThat(read.toByteArray()).isEqualTo(noise);
        }
    }

    @Test
    void streamsWhatIsSmallOrNothing() throws Exception {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        AgentGitHost host = new AgentGitHost(
                path(shared, root(shared, "small")),
                script("printf \"$1\"; exit 3").toString(),
                locks());
        assertThat(host.stream(call(LONG, "abc"), read).exit()).isEqualTo(3);
        assertThat(read).hasToString("abc");
        assertThat(host.stream(call(LONG, ""), read).exit()).isEqualTo(3);
        assertThat(read).hasToString("abc");
        assertThat(host.stream(call(LONG, "kept"), null).out()).isEqualTo("kept");
    }

    @Test
    void endsGitWhenTheSinkFails() throws Exception {
        AgentGitHost host = new AgentGitHost(
                path(shared, root(shared, "full")), script("yes").toString(), locks());
        AtomicLong written = new AtomicLong();
        GitResult result = host.stream(call(LONG, "x"), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (written.incrementAndGet() > 1000) {
                    throw new IOException("full");
                }
            }
        });
        assertThat(result.ok()).isFalse();
        assertThat(result.ending()).isEqualTo(Ending.EXITED);
        assertThat(written).hasValue(1001);
    }

    @Test
    void deletesBelowItsRootAlone() throws Exception {
        AgentGitHost host = host(shared, "files");
        FilePath outside = path(shared, root(shared, "outside"));
        outside.child("keep").write("x", null);
        FilePath root = path(shared, host.root());
        root.child("a/b/c").write("x", null);
        root.child("link").symlinkTo(outside.getRemote(), TaskListener.NULL);
        assertThat(host.exists(host.root() + "/a/b")).isTrue();
        host.delete(host.root() + "/a");
        host.delete(host.root() + "/a");
        host.delete(host.root() + "/link");
        assertThat(host.exists(host.root() + "/a")).isFalse();
        assertThat(host.exists(host.root() + "/link")).isFalse();
        for (String refused : List.of(outside.getRemote(), host.root(), host.root() + "/../outside", "/")) {
            assertThatThrownBy(() -> host.delete(refused))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Refusing");
        }
        assertThat(outside.child("keep").exists()).isTrue();
    }

    @Test
    void locksForAllUsersOfTheSameDirectory() throws Exception {
        AgentGitHost one = host(shared, "locked");
        AgentGitHost same = host(shared, "locked");
        AgentGitHost other = host(shared, "other");
        try (GitHost.Lock held = one.lock("mirror-x", Duration.ofSeconds(1))) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> same.lock("mirror-x", Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class);
            same.lock("mirror-y", Duration.ofSeconds(1)).close();
            other.lock("mirror-x", Duration.ofSeconds(1)).close();
        }
        same.lock("mirror-x", Duration.ofSeconds(1)).close();
        try (var files = Files.list(locks().resolve("locks"))) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toList()))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(name -> name.matches("agent-[0-9a-f]{64}\\.lock"));
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        AgentGitHost host = host(shared, "many");
        List<CompletableFuture<GitResult>> results = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> host.run(
                        new GitCall(null, List.of("hash-object", "--stdin"), Map.of(), "text " + i, LONG, null))))
                .toList();
        List<String> shas = results.stream()
                .map(CompletableFuture::join)
                .map(GitResult::out)
                .toList();
        assertThat(shas).doesNotHaveDuplicates().allMatch(sha -> sha.matches("[0-9a-f]{40}\n"));
        await().until(() -> AgentProcess.gits(AgentProcess.pid(shared)).isEmpty());
    }

    private AgentGitHost host(DumbSlave agent, String name) {
        return new AgentGitHost(path(agent, root(agent, name)), "git", locks());
    }

    private static String root(DumbSlave agent, String name) {
        return agent.getRemoteFS() + "/" + name;
    }

    private static FilePath path(DumbSlave agent, String path) {
        return new FilePath(agent.getChannel(), path);
    }

    private static Path locks() {
        return jenkins.jenkins.getRootDir().toPath().resolve("merge-gate/git");
    }

    private static GitCall call(Duration timeout, String... arguments) {
        return new GitCall(null, List.of(arguments), Map.of(), null, timeout, null);
    }

    /** A program that stands for git. */
    private Path script(String body) throws IOException {
        Path script = Files.writeString(directory.resolve("git-" + System.nanoTime()), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
