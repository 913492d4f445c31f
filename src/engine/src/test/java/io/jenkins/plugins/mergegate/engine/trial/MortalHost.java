// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Git of a process; no call of a remote may take longer than the world allows. */
record MortalHost(GateProcess process, World world) implements GitHost {
    @Override
    public GitResult run(GitCall call) {
        return stream(call, null);
    }

    @Override
    public GitResult stream(GitCall call, OutputStream sink) {
        GitCall hurried = new GitCall(
                call.directory(),
                call.arguments(),
                call.environment(),
                call.stdin(),
                call.credentials() == null ? call.timeout() : world.gitTimeout,
                call.credentials());
        try {
            return process.around(Moment.Port.GIT, command(call), () -> world.git.stream(hurried, sink));
        } catch (IOException e) {
            return new GitResult(GitResult.Ending.EXITED, 128, "", "fatal: " + e.getMessage());
        }
    }

    private static String command(GitCall call) {
        return call.arguments().stream()
                .filter(argument -> argument.matches("[a-z][a-z-]+"))
                .findFirst()
                .orElse("?");
    }

    @Override
    public String root() {
        return world.git.root();
    }

    @Override
    public void delete(String path) throws IOException {
        process.around(Moment.Port.GIT, "delete", () -> {
            world.git.delete(path);
            return null;
        });
    }

    @Override
    public boolean exists(String path) {
        return world.git.exists(path);
    }

    @Override
    public Lock lock(String name, Duration wait) throws IOException {
        return world.git.lock(name, wait);
    }
}
