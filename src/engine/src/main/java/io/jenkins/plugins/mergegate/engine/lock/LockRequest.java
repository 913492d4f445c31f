// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.time.Instant;

/**
 * A run that wants a lock.
 *
 * @param token the run's own token, random
 * @param holder who it is, for people: "job #12", "host pid 4711"
 * @param priority higher goes first
 * @param queuedAt the place in line among equals
 */
public record LockRequest(LockName name, String token, String holder, int priority, Instant queuedAt) {}
