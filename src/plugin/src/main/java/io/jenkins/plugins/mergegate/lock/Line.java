// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import io.jenkins.plugins.mergegate.engine.lock.LockName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the desk knows of one lock beside its resource: who waits, and who held it before a restart. Not thread-safe. */
final class Line {
    private final LockName name;
    private final Map<String, Waiter> waiters = new HashMap<>();
    private final Map<String, String> remembered = new LinkedHashMap<>();

    Line(LockName name) {
        this.name = name;
    }

    /** As it was spelt first. */
    LockName name() {
        return name;
    }

    void join(Waiter waiter) {
        waiters.put(waiter.token(), waiter);
    }

    /** The run got the lock, or wants it no more. */
    void served(String token) {
        waiters.remove(token);
        remembered.remove(token);
    }

    /** Takes those out that are still as they were when somebody found them dead. */
    void drop(Collection<Waiter> dead) {
        waiters.values().removeAll(dead);
    }

    /** In order. */
    List<Waiter> waiting() {
        List<Waiter> line = new ArrayList<>(waiters.values());
        line.sort(Waiter.ORDER);
        return line;
    }

    void remember(String token, String holder) {
        remembered.put(token, holder);
    }

    Map<String, String> remembered() {
        return new LinkedHashMap<>(remembered);
    }

    boolean isEmpty() {
        return waiters.isEmpty() && remembered.isEmpty();
    }
}
