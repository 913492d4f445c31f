// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;

/** Host, pid and start time: together they name a process even after its pid was used again. */
public record ProcessId(String host, long pid, Instant startedAt) {}
