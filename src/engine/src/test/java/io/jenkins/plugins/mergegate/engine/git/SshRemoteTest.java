// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials.SshKey;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git over SSH with a key of its own. A script stands for ssh: it tells what it was given and serves the repository. */
class SshRemoteTest {
    private static final String PASSPHRASE = "correct horse $(x) \"battery\" 'staple'";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PROMPT = "Enter passphrase for key '";

    @TempDir
    private Path directory;

    private Path seen;
    private Path root;
    private Repo repo;

    @BeforeEach
    void create() throws IOException {
        seen = Files.createDirectories(directory.resolve("seen"));
        root = directory.resolve("work");
        repo = Repo.create(directory.resolve("remote.git"));
        repo.commit("main", Map.of("a.txt", "a"));
    }

    @Test
    void theKeyIsThereForOneCommandAndForThisUserAlone() throws Exception {
        SshKey key = new SshKey(Secret.of(keyOf("")), null);
        ssh("exec sh -c \"$1\"");
        assertThat(mirror(key).fetchTarget("main")).isEqualTo(repo.tip("main"));

        assertThat(seen("key")).isEqualTo(key.privateKey().reveal());
        assertThat(seen("modes")).isEqualTo("600 700\n");
        assertThat(seen("place").strip()).isEqualTo(root.resolve("keys").toString());
        assertThat(seen("arguments"))
                .contains("-oIdentitiesOnly=yes", "-oBatchMode=yes", "git@git.example.com", "git-upload-pack")
                .doesNotContain(secretLine(key));
        assertThat(seen("environment")).doesNotContain("SSH_ASKPASS", "MERGE_GATE_SSH", secretLine(key));
        assertNoKeyIsLeft(key);
    }

    @Test
    void aWorkDirectoryMayBeNamedAnything() throws Exception {
        root = directory.resolve("it's 100%h ${HOME} `id` \"x\" \\ " + "long".repeat(30));
        SshKey key = new SshKey(Secret.of(keyOf(PASSPHRASE)), Secret.of(PASSPHRASE));
        ssh("\"$SSH_ASKPASS\" \"" + PROMPT + "$key': \" >/dev/null || exit 9; exec sh -c \"$1\"");
        assertThat(mirror(key).fetchTarget("main")).isEqualTo(repo.tip("main"));
        assertNoKeyIsLeft(key);
    }

    @Test
    void sshAcceptsTheKeyHoweverItsLinesEnd() throws Exception {
        String plain = keyOf("");
        for (String text : List.of(plain.strip(), "\n" + plain + "\n\n", plain.replace("\n", "\r\n"))) {
            ssh("ssh-keygen -y -P '' -f \"$key\" > " + seen.resolve("public") + " && exec sh -c \"$1\"");
            SshKey key = new SshKey(Secret.of(text), Secret.of(""));
            assertThat(mirror(key).fetchTarget("main")).isEqualTo(repo.tip("main"));
            assertThat(seen("key")).isEqualTo(plain);
            assertThat(seen("public")).startsWith("ssh-ed25519 ");
        }
    }

    @Test
    void thePassphraseOpensTheKey() throws Exception {
        SshKey key = new SshKey(Secret.of(keyOf(PASSPHRASE)), Secret.of(PASSPHRASE));
        ssh(
                "pass=$(\"$SSH_ASKPASS\" \"" + PROMPT + "$key': \") || exit 9",
                "ssh-keygen -y -P \"$pass\" -f \"$key\" > " + seen.resolve("public") + " || exit 8",
                "exec sh -c \"$1\"");
        assertThat(mirror(key).fetchTarget("main")).isEqualTo(repo.tip("main"));

        assertThat(seen("public")).isEqualTo(Files.readString(directory.resolve("id.pub")));
        assertThat(seen("arguments"))
                .contains("-oIdentitiesOnly=yes")
                .doesNotContain("BatchMode")
                .doesNotContain(PASSPHRASE);
        assertThat(seen("environment")).contains("SSH_ASKPASS_REQUIRE=force\n", "DISPLAY=");
        assertNoKeyIsLeft(key);
    }

    @Test
    void nothingElseIsAnswered() throws Exception {
        SshKey key = new SshKey(Secret.of(keyOf(PASSPHRASE)), Secret.of(PASSPHRASE));
        String[] prompts = {
            "The authenticity of host 'git.example.com (192.0.2.1)' can't be established.\n"
                    + "ED25519 key fingerprint is SHA256:x.\nAre you sure you want to continue connecting"
                    + " (yes/no/[fingerprint])? ",
            "git@git.example.com's password: ",
            "(git@git.example.com) Verification code: ",
            "Enter passphrase: ",
            PROMPT + "/home/x/.ssh/id_rsa': ",
            PROMPT + "': ",
            "Username for 'https://git.example.com': ",
            "Password for 'https://merge-gate@git.example.com': ",
            "Enter PIN for ED25519-SK key: "
        };
        String each = Arrays.stream(prompts)
                .map(prompt -> "'" + prompt.replace("'", "'\\''") + "'")
                .reduce("", (all, one) -> all + " " + one);
        ssh("for p in" + each + "; do \"$SSH_ASKPASS\" \"$p\" && echo answered; done > " + seen.resolve("answers"));
        GitCall call = new GitCall(
                null, List.of("ls-remote", url()), Map.of(AskPass.HOST, "git.example.com"), null, LONG, key);
        assertThat(host().run(call).ok()).isFalse();
        assertThat(seen("answers")).isEmpty();
    }

    @Test
    void nothingSecretIsHandedBack() throws Exception {
        SshKey key = new SshKey(Secret.of(keyOf(PASSPHRASE)), Secret.of(PASSPHRASE));
        ssh("cat \"$key\" >&2; env >&2; exit 255");
        GitResult result = host().run(call(LONG, key));
        assertThat(result.ok()).isFalse();
        assertThat(result.err())
                .contains("-----BEGIN OPENSSH PRIVATE KEY-----\n****\n", "MERGE_GATE_SSH_PASSPHRASE=****")
                .doesNotContain(PASSPHRASE, secretLine(key));
        assertThat(key).hasToString("SshKey[privateKey=****, passphrase=****]");
        assertNoKeyIsLeft(key);
    }

    @Test
    void theKeyGoesHoweverTheCommandEnds() throws Exception {
        SshKey key = new SshKey(Secret.of(keyOf("")), null);
        ssh("exec sleep 300");
        assertThat(host().run(call(Duration.ofMillis(700), key)).ending()).isEqualTo(Ending.TIMED_OUT);
        assertNoKeyIsLeft(key);
        Thread.currentThread().interrupt();
        assertThat(host().run(call(LONG, key)).ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        assertNoKeyIsLeft(key);
        LocalGitHost none = new LocalGitHost(root, directory.resolve("missing").toString());
        assertThat(none.run(call(LONG, key)).ending()).isEqualTo(Ending.NOT_STARTED);
        assertNoKeyIsLeft(key);
    }

    @Test
    void whatACrashLeftIsSweptWhenItIsOld() throws Exception {
        Path keys = Files.createDirectories(root.resolve("keys"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path old = Files.writeString(keys.resolve("key-1"), "x");
        Path young = Files.writeString(keys.resolve("key-2"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofMinutes(50))));
        ssh("exec sh -c \"$1\"");
        assertThat(host().run(call(LONG, new SshKey(Secret.of(keyOf("")), null)))
                        .ok())
                .isTrue();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(seen("modes")).isEqualTo("600 700\n");
    }

    private Mirror mirror(SshKey key) {
        Remote remote = new Remote(RemoteUrl.check("remote", url()), key);
        return new Mirror(host(), remote, new Committer("Merge Gate", "gate@example.com"));
    }

    private String url() {
        return "ssh://git@git.example.com" + repo.path();
    }

    private LocalGitHost host() {
        String path = directory.resolve("bin") + ":" + System.getenv("PATH");
        return new LocalGitHost(root, "git", false, Map.of("PATH", path));
    }

    private GitCall call(Duration timeout, SshKey key) {
        return new GitCall(null, List.of("ls-remote", url()), Map.of(), null, timeout, key);
    }

    /** Puts a script in the place of ssh; after it noted what it sees, {@code $1} is the command for the remote. */
    private void ssh(String... lines) throws IOException {
        Path script = Files.createDirectories(directory.resolve("bin")).resolve("ssh");
        Files.write(
                script,
                Stream.concat(
                                Stream.of(
                                        "#!/bin/sh",
                                        "cd " + seen + " && place=$OLDPWD",
                                        "echo \"$@\" > arguments; env > environment; echo \"$place\" > place",
                                        "while :; do case \"$1\" in",
                                        "-i) key=$2; shift 2 ;; -o) shift 2 ;; -*) shift ;; *) break ;;",
                                        "esac; done; shift",
                                        "cd \"$place\" && cat \"$key\" > " + seen + "/key",
                                        "echo $(stat -c %a \"$key\" .) > " + seen + "/modes"),
                                Stream.of(lines))
                        .toList());
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private String seen(String what) throws IOException {
        return Files.readString(seen.resolve(what));
    }

    /** A real private key. */
    private String keyOf(String passphrase) throws Exception {
        Path file = directory.resolve("id");
        Files.deleteIfExists(file);
        Process keygen = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-C", "gate", "-N", passphrase, "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keygen.getInputStream().readAllBytes());
        assertThat(keygen.waitFor()).as(said).isZero();
        String key = Files.readString(file);
        Files.delete(file);
        return key;
    }

    private static String secretLine(SshKey key) {
        return key.privateKey().reveal().lines().skip(2).findFirst().orElseThrow();
    }

    private void assertNoKeyIsLeft(SshKey key) throws IOException {
        assertThat(root.resolve("keys")).isEmptyDirectory();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file)))
                            .doesNotContain(secretLine(key), PASSPHRASE));
        }
    }
}
