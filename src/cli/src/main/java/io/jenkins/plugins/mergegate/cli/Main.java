// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

/** The command {@code merge-gate}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
