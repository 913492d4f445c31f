// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes commits straight into a bare repository, without a work tree and without touching a ref. */
public final class CommitWriter {

    private final BareRepository repository;
    private final Map<String, String> identity;

    public CommitWriter(BareRepository repository) {
        this(repository, Map.of());
    }

    /** Commits of the given person instead of the fixed author. */
    public CommitWriter(BareRepository repository, Map<String, String> identity) {
        this.repository = repository;
        this.identity = Map.copyOf(identity);
    }

    /** A commit that adds or replaces and removes files of its parent; an empty parent makes a root commit. */
    public String write(String parent, Map<String, String> files, Set<String> removed, String message) {
        Path index = temporaryIndex();
        try {
            Map<String, String> extra = new HashMap<>(identity);
            extra.put("GIT_INDEX_FILE", index.toString());
            if (!parent.isEmpty()) {
                repository.git(extra, new byte[0], "read-tree", parent);
            }
            repository.git(extra, BareRepository.bytes(entries(files, removed)), "update-index", "-z", "--index-info");
            String tree = repository.git(extra, new byte[0], "write-tree");
            return commitTree(tree, parent.isEmpty() ? List.of() : List.of(parent), message);
        } finally {
            delete(index);
        }
    }

    /** A commit of a tree that exists already. */
    public String commitTree(String tree, List<String> parents, String message) {
        List<String> arguments = new ArrayList<>(List.of("commit-tree", tree));
        parents.forEach(parent -> arguments.addAll(List.of("-p", parent)));
        return repository.git(identity, BareRepository.bytes(message + "\n"), arguments.toArray(String[]::new));
    }

    private String entries(Map<String, String> files, Set<String> removed) {
        StringBuilder info = new StringBuilder();
        removed.forEach(path -> info.append("0 ")
                .append(BareRepository.ZERO)
                .append('\t')
                .append(path)
                .append('\0'));
        files.forEach((path, content) -> info.append("100644 ")
                .append(blob(content))
                .append('\t')
                .append(path)
                .append('\0'));
        return info.toString();
    }

    private String blob(String content) {
        return repository.git(identity, BareRepository.bytes(content), "hash-object", "-w", "--stdin");
    }

    private static Path temporaryIndex() {
        try {
            Path index = Files.createTempFile("index", null);
            Files.delete(index);
            return index;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path index) {
        try {
            Files.deleteIfExists(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
