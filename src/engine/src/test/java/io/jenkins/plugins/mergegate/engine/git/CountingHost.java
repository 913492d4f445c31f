// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real host that remembers what it was asked to run. */
final class CountingHost implements GitHost {
    private final GitHost host;
    private final List<GitCall> calls = new CopyOnWriteArrayList<>();

    CountingHost(GitHost host) {
        this.host = host;
    }

    List<GitCall> calls() {
        return calls;
    }

    /** The subcommands, in order. */
    List<String> commands() {
        return calls.stream().map(call -> call.arguments().get(0)).toList();
    }

    void reset() {
        calls.clear();
    }

    @Override
    public GitResult run(GitCall call) {
        calls.add(call);
        return host.run(call);
    }

    @Override
    public GitResult stream(GitCall call, OutputStream sink) {
        calls.add(call);
        return host.stream(call, sink);
    }

    @Override
    public String root() {
        return host.root();
    }

    @Override
    public void delete(String path) throws IOException {
        host.delete(path);
    }

    @Override
    public boolean exists(String path) {
        return host.exists(path);
    }

    @Override
    public Lock lock(String name, Duration wait) throws IOException {
        return host.lock(name, wait);
    }
}
