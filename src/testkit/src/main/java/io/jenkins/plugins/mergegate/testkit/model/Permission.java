// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

/** What an account may do in a repository; later ones include earlier ones. */
public enum Permission {
    NONE,
    READ,
    WRITE,
    ADMIN;

    public boolean includes(Permission other) {
        return compareTo(other) >= 0;
    }
}
