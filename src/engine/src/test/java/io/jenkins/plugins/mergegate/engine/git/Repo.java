// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real repository that stands for the remote: commits are written straight into its objects, no work tree is needed. */
final class Repo {
    private final Path path;
    private final Set<String> branches = new HashSet<>();
    private long clock = 1_700_000_000L;

    private Repo(Path path) {
        this.path = path;
    }

    static Repo create(Path path, String... options) {
        Repo repo = new Repo(path);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of("init", "-q", "--bare", "-b", "main"));
        command.addAll(List.of(options));
        repo.git(command.toArray(String[]::new));
        return repo;
    }

    Remote remote() {
        return new Remote(path.toString(), null);
    }

    Path path() {
        return path;
    }

    /** Writes a commit on {@code branch} that changes {@code files} (null deletes one); its sha. */
    String commit(String branch, Map<String, String> files) {
        return commit(branch, "Change " + String.join(", ", files.keySet()).replace('\n', ' '), files);
    }

    String commit(String branch, String message, Map<String, String> files) {
        return importing(branch, message, null, files);
    }

    /** A merge of {@code other} into {@code branch} whose own change is {@code files}. */
    String merge(String branch, String other, Map<String, String> files) {
        return importing(branch, "Merge", other, files);
    }

    private String importing(String branch, String message, String merged, Map<String, String> files) {
        StringBuilder text = new StringBuilder();
        clock += 10;
        text.append("commit refs/heads/").append(branch).append('\n');
        text.append("mark :1\n");
        text.append("author A U Thor <author@example.com> ").append(clock).append(" +0200\n");
        text.append("committer C O Mitter <committer@example.com> ")
                .append(clock + 5)
                .append(" +0200\n");
        data(text, message + "\n");
        if (branches.contains(branch)) {
            text.append("from refs/heads/").append(branch).append("^0\n");
        }
        if (merged != null) {
            text.append("merge ").append(merged).append('\n');
        }
        files.forEach((name, content) -> change(text, name, content));
        branches.add(branch);
        text.append("\nget-mark :1\n");
        return gitWith(text.toString(), "fast-import", "--quiet", "--date-format=raw", "--force");
    }

    /** The content may begin with {@code !exec }, {@code !link } or {@code !module }. */
    private static void change(StringBuilder text, String name, String content) {
        String quoted = '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        if (content == null) {
            text.append("D ").append(quoted).append('\n');
        } else if (content.startsWith("!module ")) {
            text.append("M 160000 ")
                    .append(content.substring(8))
                    .append(' ')
                    .append(quoted)
                    .append('\n');
        } else {
            String mode = content.startsWith("!exec ") ? "100755" : content.startsWith("!link ") ? "120000" : "100644";
            text.append("M ").append(mode).append(" inline ").append(quoted).append('\n');
            data(text, content.replaceFirst("^!(exec|link) ", ""));
        }
    }

    private static void data(StringBuilder text, String content) {
        int length = content.getBytes(StandardCharsets.UTF_8).length;
        text.append("data ").append(length).append('\n').append(content).append('\n');
    }

    void branch(String name, String at) {
        git("update-ref", "refs/heads/" + name, at);
        branches.add(name);
    }

    void delete(String name) {
        git("update-ref", "-d", "refs/heads/" + name);
        branches.remove(name);
    }

    boolean exists(String branch) {
        return !git("for-each-ref", "refs/heads/" + branch).isEmpty();
    }

    String tip(String branch) {
        return git("rev-parse", "--verify", "refs/heads/" + branch);
    }

    String git(String... arguments) {
        return gitWith(null, arguments);
    }

    private String gitWith(String stdin, String... arguments) {
        return run(path, stdin, arguments).strip();
    }

    /** Runs git in {@code directory} and demands success. */
    static String run(Path directory, String stdin, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment()
                    .putAll(Map.of("LC_ALL", "C", "GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
            Path input = Files.createTempFile("merge-gate", ".in");
            Files.writeString(input, stdin == null ? "" : stdin);
            Process process = builder.redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + "\n" + out)
                    .isZero();
            Files.delete(input);
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
