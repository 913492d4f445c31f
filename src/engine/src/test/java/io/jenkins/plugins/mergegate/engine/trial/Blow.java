// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.testkit.model.PullRequest;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What strikes a run when it enters a phase. What can last lasts until the run is over; the record of the phase is
 * written already, but for the two blows to the disk, which strike that very write.
 */
enum Blow {
    GIT_NETWORK_ERROR("git: network error") {
        @Override
        void strike(Cell cell) {
            for (Call call : List.of(Call.GIT_INFO, Call.GIT_FETCH, Call.GIT_PUSH)) {
                cell.world.server.faults().on(call).always().cut();
            }
        }
    },
    GIT_HANGS("git: hangs") {
        @Override
        void strike(Cell cell) {
            cell.world.gitTimeout = Duration.ofMillis(500);
            cell.world.server.faults().on(Call.GIT_INFO).always().hang();
        }
    },
    DISK_FULL("journal: disk full") {
        @Override
        boolean breaks(Moment.Port port) {
            return port == Moment.Port.JOURNAL;
        }
    },
    READ_ONLY("state directory: read-only") {
        @Override
        boolean breaks(Moment.Port port) {
            return port == Moment.Port.JOURNAL || port == Moment.Port.LOCK || port == Moment.Port.HOLDS;
        }
    },
    RECORD_DAMAGED("journal: record damaged, killed") {
        @Override
        void strike(Cell cell) {
            damage(files(cell.world.state.resolve("journal"), cell.id() + ".json"));
            cell.kill();
        }
    },
    MIRROR_DAMAGED("git: mirror damaged") {
        @Override
        void strike(Cell cell) {
            damage(files(cell.world.work.resolve("mirrors"), "[0-9a-f]{38}|.*\\.pack"));
        }
    },
    CLOCK_FORWARD("clock: a day forward") {
        @Override
        void strike(Cell cell) {
            cell.world.clock.advance(Duration.ofDays(1));
        }
    },
    CLOCK_BACK("clock: a day back") {
        @Override
        void strike(Cell cell) {
            cell.world.clock.advance(Duration.ofDays(-1));
        }
    },
    SERVER_GONE("server: gone") {
        @Override
        void strike(Cell cell) {
            cell.world.server.faults().on(Call.ANY).always().cut();
        }
    },
    SERVER_SLOW("server: slower than its clients wait") {
        @Override
        void strike(Cell cell) {
            cell.world.apiTimeout = Duration.ofMillis(100);
            cell.world
                    .server
                    .faults()
                    .on(Call.ANY)
                    .when(request -> request.path().startsWith("/api/"))
                    .always()
                    .delayAfterWork(Duration.ofMillis(300));
        }
    },
    TOKEN_REVOKED("token: revoked") {
        @Override
        void strike(Cell cell) {
            cell.world.revokeToken();
        }
    },
    BRANCH_DELETED("branch: deleted") {
        @Override
        void strike(Cell cell) {
            cell.world.repository.deleteBranch(Cell.TASK);
        }
    },
    BRANCH_REWRITTEN("branch: force-pushed") {
        @Override
        void strike(Cell cell) {
            cell.world.rewrite(Cell.TASK);
        }
    },
    TARGET_REWRITTEN("target: force-pushed") {
        @Override
        void strike(Cell cell) {
            cell.world.repository.commitOnTopOf(
                    cell.firstMain(), World.TARGET, Map.of("rewritten.txt", "x"), "Another history");
        }
    },
    TARGET_PUSHED("target: pushed") {
        @Override
        void strike(Cell cell) {
            cell.world.commit(World.TARGET);
        }
    },
    PULL_CLOSED("pull request: closed") {
        @Override
        boolean needsPull() {
            return true;
        }

        @Override
        void strike(Cell cell) {
            cell.open().forEach(pull -> cell.world.repository.close(pull.number()));
        }
    },
    PULL_RETARGETED("pull request: retargeted") {
        @Override
        boolean needsPull() {
            return true;
        }

        @Override
        void strike(Cell cell) {
            cell.world.repository.createBranch("other", World.TARGET);
            cell.open().forEach(pull -> cell.world.repository.retarget(pull.number(), "other"));
        }
    },
    APPROVAL_WITHDRAWN("approval: withdrawn") {
        @Override
        boolean needsPull() {
            return true;
        }

        @Override
        boolean needsApproval() {
            return true;
        }

        @Override
        void strike(Cell cell) {
            for (PullRequest pull : cell.open()) {
                cell.world.repository.requestChanges(pull.number(), cell.reviewer());
            }
        }
    },
    KILLED("process: SIGKILL") {
        @Override
        void strike(Cell cell) {
            cell.kill();
        }
    },
    STOPPED("process: SIGTERM") {
        @Override
        void strike(Cell cell) {
            cell.stop();
        }
    },
    SECOND_GATE("a second gate on the branch") {
        @Override
        void strike(Cell cell) {
            cell.secondGate();
        }
    };

    private final String title;

    Blow(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    void strike(Cell cell) {}

    /** Whether writes of that port fail from then on. */
    boolean breaks(Moment.Port port) {
        return false;
    }

    /** Whether it needs a pull request that is open. */
    boolean needsPull() {
        return false;
    }

    boolean needsApproval() {
        return false;
    }

    private static List<Path> files(Path directory, String name) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> String.valueOf(file.getFileName()).matches(name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void damage(List<Path> files) {
        try {
            for (Path file : files) {
                // Git makes its objects read-only.
                Path other = file.resolveSibling("damaged");
                Files.write(other, new byte[] {0, 1, 2});
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
