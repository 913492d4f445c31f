// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

/** Which version of Gitea the server answers like, where they differ. */
public enum Flavour {
    V1_22("1.22.6"),
    V1_27("1.27.0");

    private final String version;

    Flavour(String version) {
        this.version = version;
    }

    public String version() {
        return version;
    }
}
