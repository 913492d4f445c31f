// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;
import java.util.Optional;

/** What the operating system says of its processes. */
interface ProcessTable {
    /** Empty when there is no such process, or only a zombie that nobody has collected yet. */
    Optional<Running> find(long pid);

    /** When a process started by the wall clock; null when not known. */
    Instant startedAt(long pid);

    /**
     * @param ticks when it started, from the start of the machine: setting the clock does not change it; null when not
     * known
     */
    record Running(Long ticks) {}
}
