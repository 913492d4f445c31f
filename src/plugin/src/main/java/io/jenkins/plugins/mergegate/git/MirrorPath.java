// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.git.Committer;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The engine's mirror of a remote as a directory. Every call that the engine makes for it names it in {@code GIT_DIR}. */
final class MirrorPath {
    private static final String GIT_DIR = "GIT_DIR";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Committer NOBODY = new Committer("Merge Gate", "merge-gate@localhost");

    private final GitHost host;
    private final Mirror mirror;
    private final String path;

    MirrorPath(GitHost host, Remote remote) throws GitFailure {
        Watched watched = new Watched(host);
        this.host = host;
        this.mirror = new Mirror(watched, remote, NOBODY);
        mirror.gitVersion();
        this.path = watched.path;
    }

    String path() {
        return path;
    }

    void fetch(String branch) throws GitFailure {
        mirror.fetchTarget(branch);
    }

    /** Whether a commit is there; false also when there is no mirror. */
    boolean has(String commit) {
        List<String> command = List.of("cat-file", "-e", commit + "^{commit}");
        return host.run(new GitCall(null, command, Map.of(GIT_DIR, path), null, LIMIT, null))
                .ok();
    }

    /** Passes everything on and remembers the directory. */
    private static final class Watched implements GitHost {
        private final GitHost host;
        private volatile String path;

        Watched(GitHost host) {
            this.host = host;
        }

        @Override
        public GitResult run(GitCall call) {
            path = call.environment().getOrDefault(GIT_DIR, path);
            return host.run(call);
        }

        @Override
        public GitResult stream(GitCall call, OutputStream sink) {
            return host.stream(call, sink);
        }

        @Override
        public String root() {
            return host.root();
        }

        @Override
        public void delete(String directory) throws IOException {
            host.delete(directory);
        }

        @Override
        public boolean exists(String file) {
            return host.exists(file);
        }

        @Override
        public Lock lock(String name, Duration wait) throws IOException {
            return host.lock(name, wait);
        }
    }
}
