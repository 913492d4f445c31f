// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;

/**
 * Names a process even after its pid was used again, in every record that it writes. All but host and pid are null when
 * not known, as in records of earlier versions.
 *
 * @param startedAt by the wall clock
 * @param boot names the time since the machine started
 * @param namespace names the set of processes that this one can see, as in a container
 * @param ticks when it started, from the start of the machine: setting the clock does not change it
 */
public record ProcessId(String host, long pid, Instant startedAt, String boot, String namespace, Long ticks) {}
