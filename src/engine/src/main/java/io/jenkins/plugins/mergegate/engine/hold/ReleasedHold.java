// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import java.time.Instant;

/** Who released a hold, why and when. */
public record ReleasedHold(Hold hold, String by, String reason, Instant releasedAt) {}
