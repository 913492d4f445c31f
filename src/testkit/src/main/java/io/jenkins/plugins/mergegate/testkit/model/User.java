// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

/** An account. */
public record User(long id, String name, String password, boolean admin) {

    public String email() {
        return name + "@example.org";
    }
}
