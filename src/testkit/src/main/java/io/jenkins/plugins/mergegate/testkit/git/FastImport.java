// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Many commits or many files in one git process. */
public final class FastImport {

    private static final String PERSON = GitEnvironment.NAME + " <" + GitEnvironment.EMAIL + "> 1767225600 +0000";

    /** A ref that fast-import insists on; it is gone afterwards. */
    private final String ref = "refs/testkit/" + UUID.randomUUID();

    private final BareRepository repository;

    public FastImport(BareRepository repository) {
        this.repository = repository;
    }

    /** A chain of commits on top of the parent, one file each; returns the sha of the last one. */
    public String commits(String parent, String prefix, int count) {
        StringBuilder stream = new StringBuilder();
        String from = parent;
        for (int i = 1; i <= count; i++) {
            commit(stream, i, prefix + " " + i, from);
            file(stream, prefix + "/" + i + ".txt", prefix + " " + i + "\n");
            from = ":" + i;
        }
        return run(stream, count);
    }

    /** One commit on top of the parent with all the files. */
    public String files(String parent, Map<String, String> files, String message) {
        StringBuilder stream = new StringBuilder();
        commit(stream, 1, message, parent);
        files.forEach((path, content) -> file(stream, path, content));
        return run(stream, 1);
    }

    private String run(StringBuilder stream, int last) {
        stream.append("get-mark :").append(last).append('\n').append("done\n");
        byte[] input = stream.toString().getBytes(StandardCharsets.UTF_8);
        List<String> arguments = List.of("fast-import", "--quiet", "--done", "--force");
        String sha = GitProcess.run(repository.directory(), Map.of(), input, arguments)
                .orThrow()
                .strip();
        repository.git("update-ref", "-d", ref);
        return sha;
    }

    private void commit(StringBuilder stream, int mark, String message, String from) {
        stream.append("commit ").append(ref).append("\nmark :").append(mark).append('\n');
        stream.append("committer ").append(PERSON).append('\n');
        data(stream, message);
        stream.append("from ").append(from).append('\n');
    }

    private static void file(StringBuilder stream, String path, String content) {
        stream.append("M 100644 inline ").append(path).append('\n');
        data(stream, content);
    }

    private static void data(StringBuilder stream, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        stream.append("data ").append(length).append('\n').append(text).append('\n');
    }
}
