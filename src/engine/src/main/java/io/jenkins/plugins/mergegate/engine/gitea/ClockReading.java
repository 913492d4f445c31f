// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.time.Instant;

/** What the server's clock said while it was between {@code before} and {@code after} on this machine. */
public record ClockReading(Instant server, Instant before, Instant after) {}
