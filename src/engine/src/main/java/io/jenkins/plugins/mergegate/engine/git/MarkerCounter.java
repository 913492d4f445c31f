// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Counts markers in what {@code git grep -z --full-name} writes: commit, colon and path up to a zero byte, then the line.
 * It keeps no more than a window of a line, however long the line is.
 */
final class MarkerCounter extends OutputStream {
    private static final int WINDOW = 1 << 16;

    private final List<MarkerQuery> queries;
    private final Set<String> lists;
    /** Bytes of the markers, one character each. */
    private final List<String> texts;

    private final int overlap;
    private final int[] counts;

    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private boolean inLine;
    private String path;
    private BitSet wanted = new BitSet();

    private final byte[] window;
    private int length;
    private final BitSet found = new BitSet();

    /** @param lists the files that list markers: each counts for queries that name it, and no others */
    MarkerCounter(List<MarkerQuery> queries, Set<String> lists) {
        this.queries = queries;
        this.lists = Set.copyOf(lists);
        this.texts = queries.stream()
                .map(query -> bytes(query.text().getBytes(StandardCharsets.UTF_8)))
                .toList();
        this.overlap = texts.stream().mapToInt(String::length).max().orElse(1) - 1;
        this.counts = new int[queries.size()];
        this.window = new byte[WINDOW + overlap];
    }

    /** Lines per query, in their order. */
    List<Integer> counts() {
        return Arrays.stream(counts).boxed().toList();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            at = inLine ? line(bytes, at, end) : name(bytes, at, end);
        }
    }

    private int name(byte[] bytes, int from, int end) {
        int stop = indexOf((byte) 0, bytes, from, end);
        name.write(bytes, from, stop - from);
        if (stop == end) {
            return end;
        }
        startLine(name.toString(StandardCharsets.UTF_8));
        name.reset();
        return stop + 1;
    }

    private void startLine(String commitAndPath) {
        String next = commitAndPath.substring(commitAndPath.indexOf(':') + 1);
        if (!next.equals(path)) {
            path = next;
            wanted = new BitSet();
            IntStream.range(0, texts.size())
                    .filter(i -> isAsked(queries.get(i).path()))
                    .forEach(wanted::set);
        }
        inLine = true;
        length = 0;
        found.clear();
    }

    private int line(byte[] bytes, int from, int end) {
        int stop = indexOf((byte) '\n', bytes, from, Math.min(end, from + window.length - length));
        boolean complete = stop < end && bytes[stop] == '\n';
        System.arraycopy(bytes, from, window, length, stop - from);
        length += stop - from;
        if (complete) {
            scan();
            found.stream().forEach(i -> counts[i]++);
            inLine = false;
            return stop + 1;
        }
        if (length == window.length) {
            scan();
            // A marker may begin in this window and end in the next.
            System.arraycopy(window, length - overlap, window, 0, overlap);
            length = overlap;
        }
        return stop;
    }

    private void scan() {
        String text = bytes(Arrays.copyOf(window, length));
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            if (!found.get(i) && text.contains(texts.get(i))) {
                found.set(i);
            }
        }
    }

    private boolean isAsked(String limit) {
        return lists.contains(path) ? path.equals(limit) : isBelow(path, limit);
    }

    /** Whether {@code path} is {@code limit} or lies below it; null is no limit. */
    static boolean isBelow(String path, String limit) {
        return limit == null || path.equals(limit) || path.startsWith(limit + "/");
    }

    private static int indexOf(byte wanted, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static String bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
