// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalGitHostTest {
    private static final String TOKEN = "s3cr3t-t0ken";
    private static final GitCredentials CREDENTIALS = new GitCredentials.Password("gate", Secret.of(TOKEN));
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void name() {
        root = directory.resolve("work");
    }

    @Test
    void runsGitAndReadsBothStreams() {
        LocalGitHost host = new LocalGitHost(root);
        GitResult version = host.run(call(LONG, null, "version"));
        assertThat(version.ok()).isTrue();
        assertThat(version.out()).startsWith("git version");
        GitResult wrong = host.run(call(LONG, null, "no-such-command"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("is not a git command");
        assertThat(host.run(new GitCall(null, List.of("hash-object", "--stdin"), Map.of(), "ä", LONG, null))
                        .out())
                .isEqualTo(hash("ä"));
    }

    @Test
    void neverThrowsForWhatTheMachineDoes() {
        GitResult missing = new LocalGitHost(root, "/no/such/git", false, Map.of()).run(call(LONG, null, "version"));
        assertThat(missing.ending()).isEqualTo(Ending.NOT_STARTED);
        assertThat(missing.ok()).isFalse();
        GitCall elsewhere = new GitCall("/no/such/directory", List.of("version"), Map.of(), null, LONG, null);
        assertThat(new LocalGitHost(root).run(elsewhere).ending()).isEqualTo(Ending.NOT_STARTED);
    }

    @Test
    void givesGitNothingOfTheCallersSettings() throws IOException {
        Map<String, String> inherited = Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", "/home/x",
                "GIT_DIR", "/evil",
                "GIT_SSH_COMMAND", "evil",
                "GIT_TRACE", "1",
                "SSH_ASKPASS", "evil",
                "EDITOR", "evil",
                "LANG", "de_DE",
                "GITEA_TOKEN", TOKEN,
                "https_proxy", "http://proxy:1");
        LocalGitHost host = new LocalGitHost(root, script("env"), false, inherited);
        List<String> lines = host.run(call(LONG, null, "x")).out().lines().toList();
        assertThat(lines)
                .contains(
                        "HOME=/home/x",
                        "https_proxy=http://proxy:1",
                        "LC_ALL=C",
                        "GIT_TERMINAL_PROMPT=0",
                        "GIT_CONFIG_GLOBAL=/dev/null",
                        "GIT_ALLOW_PROTOCOL=http:https:ssh",
                        "GIT_CONFIG_KEY_0=credential.helper",
                        "GIT_CONFIG_VALUE_0=")
                .noneMatch(line -> line.contains("evil") || line.contains(TOKEN) || line.startsWith("GIT_TRACE"))
                .noneMatch(line -> line.startsWith("LANG=") || line.startsWith("GIT_ASKPASS"));
    }

    @Test
    void refusesLocalAndForeignTransports() {
        Repo repo = Repo.create(directory.resolve("remote.git"));
        LocalGitHost host = new LocalGitHost(root);
        assertThat(host.run(call(LONG, null, "ls-remote", repo.path().toString()))
                        .err())
                .contains("not allowed");
        assertThat(host.run(call(LONG, null, "ls-remote", "ext::sh -c env")).err())
                .contains("not allowed");
    }

    @Test
    void answersPromptsForItsOwnHostAlone() throws Exception {
        LocalGitHost host = new LocalGitHost(
                root, script("for p in \"$@\"; do \"$GIT_ASKPASS\" \"$p\" || echo none; done"), false, System.getenv());
        String[] prompts = {
            "Username for 'https://gitea.example.com:3000': ",
            "Password for 'https://gate@gitea.example.com:3000': ",
            "Password for 'http://gate@gitea.example.com:3000': ",
            "Username for 'https://evil.example.com': ",
            "Password for 'https://gate@evil.example.com': ",
            "Password for 'https://gitea.example.com:3000@evil.example.com': ",
            "Are you sure?"
        };
        GitCall call = new GitCall(
                null, List.of(prompts), Map.of(AskPass.HOST, "gitea.example.com:3000"), null, LONG, CREDENTIALS);
        // The password itself is replaced in what is handed back.
        assertThat(host.run(call).out().lines())
                .containsExactly("gate", "****", "****", "none", "none", "none", "none");
        assertThat(host.run(call(LONG, CREDENTIALS, prompts)).out().lines()).containsOnly("none");
        Path script = root.resolve("askpass.sh");
        assertThat(Files.getPosixFilePermissions(script)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(TOKEN));
        }
    }

    @Test
    void keepsTheTokenOutOfArgumentsErrorsAndOtherCalls() throws IOException {
        LocalGitHost host =
                new LocalGitHost(root, script("echo \"$@\"; env >&2; ps -o args= -p $$"), false, System.getenv());
        GitResult with = host.run(call(LONG, CREDENTIALS, "fetch"));
        assertThat(with.out()).doesNotContain(TOKEN);
        assertThat(with.err()).doesNotContain(TOKEN).contains("MERGE_GATE_GIT_PASSWORD=****");
        GitResult without = host.run(call(LONG, null, "log"));
        assertThat(without.err()).doesNotContain(TOKEN, "MERGE_GATE_GIT", "GIT_ASKPASS");
    }

    @Test
    void killsTheWholeTreeAtTheTimeout() throws IOException {
        Path pid = directory.resolve("pid");
        LocalGitHost host = new LocalGitHost(
                root, script("sleep 300 & echo $! > " + pid + "; echo started; wait"), false, System.getenv());
        long start = System.nanoTime();
        GitResult result = host.run(call(Duration.ofMillis(700), null, "x"));
        assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(result.out()).isEqualTo("started\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertDead(pid);
    }

    @Test
    void killsTheWholeTreeWhenInterrupted() throws Exception {
        Path pid = directory.resolve("pid");
        LocalGitHost host =
                new LocalGitHost(root, script("sleep 300 & echo $! > " + pid + "; wait"), false, System.getenv());
        CompletableFuture<GitResult> result = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            result.complete(host.run(call(LONG, null, "x")));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
        thread.interrupt();
        assertThat(result.get().ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(flag.get()).isTrue();
        assertDead(pid);
    }

    @Test
    void doesNotWaitForAChildThatKeepsStandardErrorOpen() throws IOException {
        Path pid = directory.resolve("pid");
        LocalGitHost host = new LocalGitHost(
                root, script("sleep 300 >/dev/null & echo $! > " + pid + "; exit 3"), false, System.getenv());
        GitResult result = host.run(call(LONG, null, "x"));
        assertThat(result.exit()).isEqualTo(3);
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void endsGitWhenTheSinkFails() throws IOException {
        LocalGitHost host = new LocalGitHost(root, script("yes"), false, System.getenv());
        GitResult result = host.stream(call(LONG, null, "x"), new java.io.OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        });
        assertThat(result.ok()).isFalse();
        assertThat(result.ending()).isEqualTo(Ending.EXITED);
    }

    @Test
    void callsASignalAnInterruption() throws IOException {
        for (String end : List.of("kill -TERM $$", "kill -INT $$", "exit 130")) {
            LocalGitHost host = new LocalGitHost(root, script(end), false, System.getenv());
            assertThat(host.run(call(LONG, null, "x")).ending()).as(end).isEqualTo(Ending.INTERRUPTED);
        }
    }

    @Test
    void keepsReadingBeyondItsCaps() throws IOException {
        LocalGitHost host = new LocalGitHost(
                root, script("head -c 3000000 /dev/zero >&2; head -c 70000000 /dev/zero"), false, System.getenv());
        GitResult result = host.run(call(LONG, null, "x"));
        assertThat(result.ok()).isTrue();
        assertThat(result.out()).hasSize(64 << 20);
        assertThat(result.err()).hasSize(1 << 20);
        AtomicLong streamed = new AtomicLong();
        host.stream(call(LONG, null, "x"), new java.io.OutputStream() {
            @Override
            public void write(int b) {
                streamed.incrementAndGet();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                streamed.addAndGet(length);
            }
        });
        assertThat(streamed).hasValue(70_000_000);
    }

    @Test
    void deletesTreesWithoutFollowingLinks() throws IOException {
        LocalGitHost host = new LocalGitHost(root);
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("keep"), "x");
        Path tree = Files.createDirectories(root.resolve("tree/deep/er"));
        Files.writeString(tree.resolve("file"), "x");
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.createSymbolicLink(root.resolve("link"), outside);
        host.delete(root.resolve("tree").toString());
        host.delete(root.resolve("tree").toString());
        host.delete(root.resolve("link").toString());
        assertThat(host.exists(root.resolve("tree").toString())).isFalse();
        assertThat(outside.resolve("keep")).exists();
        assertThatThrownBy(() -> host.delete(outside.toString())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> host.delete(root.toString())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> host.delete(root + "/../outside")).isInstanceOf(IOException.class);
    }

    private static String hash(String text) {
        return Repo.run(Path.of("/"), text, "hash-object", "--stdin");
    }

    private static GitCall call(Duration timeout, GitCredentials credentials, String... arguments) {
        return new GitCall(null, List.of(arguments), Map.of(), null, timeout, credentials);
    }

    /** A program that stands for git. */
    private String script(String body) throws IOException {
        Path script = directory.resolve("git-" + System.nanoTime());
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private static void assertDead(Path pid) throws IOException {
        long number = Long.parseLong(Files.readString(pid).strip());
        await().until(() -> ProcessHandle.of(number).map(ProcessHandle::isAlive).orElse(false), alive -> !alive);
    }
}
