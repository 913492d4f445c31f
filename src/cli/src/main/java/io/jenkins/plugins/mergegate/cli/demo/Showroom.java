// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli.demo;

import java.util.List;

/** The small Gitea of the demonstration, for people to try things on: two branches that are green alone. */
public final class Showroom implements AutoCloseable {
    private static final String RENAME = "rename-greet";
    private static final String FAREWELL = "farewell";

    private final Playground playground;

    private Showroom(Playground playground) {
        this.playground = playground;
        playground.repository().createBranch(RENAME, "main");
        playground.repository().commit(RENAME, Project.RENAMED, "Say welcome");
        playground.repository().createBranch(FAREWELL, "main");
        playground.repository().commit(FAREWELL, Project.FAREWELL, "Say farewell");
    }

    /** @param port of 127.0.0.1; 0 for any that is free */
    public static Showroom open(int port) {
        return new Showroom(Playground.open(port));
    }

    /** What people need to use it; the token itself stands in a file. */
    public List<String> description() {
        return List.of(
                "Gitea:       " + playground.gitea().url(),
                "Repository:  " + playground.repository().fullName(),
                "Branches:    " + RENAME + ", " + FAREWELL + " (each is green alone, together they break main)",
                "Test:        " + Project.TEST,
                "Account:     " + Playground.BOT,
                "Token in:    " + playground.tokenFile(),
                "Ctrl-C ends it and removes everything.");
    }

    @Override
    public void close() {
        playground.close();
    }
}
