// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

/** How the run ends, decided but perhaps not yet reported. {@code reason} may be null; {@code message} is for people. */
public record Ending(Outcome outcome, Reason reason, String message) {}
