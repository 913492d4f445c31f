// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** Who stands as committer on rebased commits; authors are kept. */
public record Committer(String name, String email) {}
