// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

/** Something that was looked up in git, on the server or in the gate's files. */
public record Fact(String what, boolean holds) {}
