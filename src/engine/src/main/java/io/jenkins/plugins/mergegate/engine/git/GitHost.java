// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** The machine on which git runs, with a directory for mirrors and work trees. */
public interface GitHost {
    /** Runs git and waits for its end. Never throws for what git or the machine does. */
    GitResult run(GitCall call);

    /**
     * As {@link #run}, but standard output goes to {@code sink} as it comes, however long it is, and the result's is empty.
     * A null sink keeps it.
     */
    GitResult stream(GitCall call, OutputStream sink);

    /** Absolute path below which mirrors and work trees live. */
    String root();

    /** Removes a file or a directory with all it holds; a missing one is fine. */
    void delete(String path) throws IOException;

    boolean exists(String path);

    /** Takes a lock below the root that excludes other threads and processes. @throws IOException when it is not free in time */
    Lock lock(String name, Duration wait) throws IOException;

    /** A lock that is held until closed. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
