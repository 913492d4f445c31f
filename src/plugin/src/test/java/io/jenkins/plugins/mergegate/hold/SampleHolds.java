// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.hold;

import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.hold.FileHoldStore;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.hold.Hold.Scope;
import io.jenkins.plugins.mergegate.engine.hold.Holds;
import io.jenkins.plugins.mergegate.engine.hold.ReleasedHold;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jenkins.model.Jenkins;

/** Holds to be raised in tests, and their files in the Jenkins that runs. */
public final class SampleHolds {
    private static final String SERVER = "git.example";
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    private SampleHolds() {}

    /** Closes main of {@code acme/<name>}. */
    public static Hold target(String name) {
        return target(name, "main regressed: missing \"LOGIN\".", "guard #7");
    }

    static Hold target(String name, String message, String by) {
        RepositoryId repository = new RepositoryId("acme", name);
        return Hold.regressed(SERVER, repository, "main", SHA, message, by, Instant.now());
    }

    /** Parks a branch of {@code acme/app}. */
    static Hold branch(String branch, String message) {
        RepositoryId repository = new RepositoryId("acme", "app");
        String id = Holds.id(Scope.BRANCH, SERVER, repository, "main", SHA + branch);
        return new Hold(
                id,
                Scope.BRANCH,
                SERVER,
                repository,
                "main",
                branch,
                SHA,
                Reason.NOT_MERGED,
                message,
                "gate #3",
                Instant.now());
    }

    /** Where the hold is kept. */
    public static Path file(String id) {
        return directory().resolve("holds").resolve(id + ".json");
    }

    /** Lets a hold have begun that much earlier. */
    public static void age(String id, Duration by) throws IOException {
        String text = Files.readString(file(id));
        Instant since = HoldDesk.get().list().stream()
                .filter(hold -> hold.id().equals(id))
                .findFirst()
                .orElseThrow()
                .since();
        Files.writeString(
                file(id), text.replace(since.toString(), since.minus(by).toString()));
        HoldDesk.get().list();
    }

    /** What was kept about releases, latest first. */
    public static List<ReleasedHold> released() throws IOException {
        return store().released();
    }

    /** The files as the command sees them: the desk does not know. */
    static FileHoldStore store() {
        return new FileHoldStore(directory(), Clock.systemUTC(), 0);
    }

    /** Nothing is held any more. */
    public static void clear() throws IOException {
        for (Hold hold : HoldDesk.get().list()) {
            HoldDesk.get().release(hold.id(), "test", "the test is over");
        }
    }

    /** Until it is closed no hold can be read. */
    public static Closeable unreadable() throws IOException {
        Path holds = Files.createDirectories(directory().resolve("holds"));
        Path away = holds.resolveSibling("away");
        Files.move(holds, away);
        Files.writeString(holds, "in the way");
        return () -> {
            Files.delete(holds);
            Files.move(away, holds);
        };
    }

    static Path directory() {
        return Jenkins.get().getRootDir().toPath().resolve("merge-gate");
    }
}
