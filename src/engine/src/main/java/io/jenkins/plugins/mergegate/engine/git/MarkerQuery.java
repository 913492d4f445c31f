// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** A fixed string that must occur in the tree. {@code path} null: anywhere; else that file, or below that directory. */
public record MarkerQuery(String text, String path) {}
