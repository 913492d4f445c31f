// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fetches branches of the remote into {@code refs/remotes/origin/} of the mirror and gets over what stands in the way. */
final class Tracking {
    private static final String PREFIX = "refs/remotes/origin/";
    private static final int MAX_TRIES = 10;

    private final MirrorDirectory directory;
    private final Remote remote;
    private final Set<String> known = new LinkedHashSet<>();

    Tracking(Remote remote, MirrorDirectory directory) {
        this.remote = remote;
        this.directory = directory;
    }

    /** The tips of {@code branches} on the remote; those it does not have are left out. */
    Map<String, String> fetch(Collection<String> branches) throws GitFailure {
        synchronized (known) {
            known.addAll(branches);
        }
        return directory.locked(() -> {
            directory.prepare();
            Set<String> wanted = new LinkedHashSet<>(branches);
            fetch(wanted, refspecs(wanted));
            return wanted.isEmpty() ? Map.of() : tips(wanted);
        });
    }

    /** Brings back what this run needs; into a new, empty mirror if {@code anew}. */
    void restore(boolean anew) throws GitFailure {
        Set<String> wanted;
        synchronized (known) {
            wanted = new LinkedHashSet<>(known);
        }
        directory.locked(() -> {
            if (anew) {
                directory.rebuild("sha1");
            }
            directory.prepare();
            fetch(wanted, wanted.isEmpty() ? List.of("+refs/heads/*:" + PREFIX + "*") : refspecs(wanted));
            return null;
        });
    }

    /** Fetches until it works; takes out of {@code wanted} what the remote does not have. */
    private void fetch(Set<String> wanted, List<String> refspecs) throws GitFailure {
        List<String> asked = refspecs;
        boolean rebuilt = false;
        for (int tries = 0; !asked.isEmpty(); tries++) {
            String[] command = command(asked);
            GitResult result = directory.git().remote(command);
            if (result.ok()) {
                return;
            }
            String missing = GitMessages.missingBranch(result.err());
            String format = GitMessages.otherObjectFormat(result.err());
            if (tries >= MAX_TRIES) {
                throw Git.failure(result, command);
            } else if (missing != null && wanted.remove(missing)) {
                asked = refspecs(wanted);
            } else if (format != null && !rebuilt) {
                rebuilt = true;
                directory.rebuild(format);
            } else if (!clearWay(result.err())) {
                GitFailure failure = Git.failure(result, command);
                if (!failure.mirrorDamaged() || rebuilt) {
                    throw failure;
                }
                rebuilt = true;
                directory.rebuild("sha1");
            }
        }
    }

    /** Removes locks of killed runs and refs of deleted branches that git named. False when it named none. */
    private boolean clearWay(String err) throws GitFailure {
        String lockFile = GitMessages.staleLock(err);
        if (lockFile != null) {
            return directory.removeStale(lockFile);
        }
        String worktree = GitMessages.halfWorktree(err);
        if (worktree != null) {
            // Work trees are added under the lock that is held here, so nobody is about to complete it.
            return directory.removeNotes(worktree);
        }
        List<String> refs = GitMessages.refsInTheWay(err);
        for (String ref : refs) {
            // Its name is in use by a branch that exists, so the branch of this name does not.
            directory.git().read("update-ref", "-d", ref);
        }
        return !refs.isEmpty();
    }

    private String[] command(List<String> refspecs) {
        List<String> command = new ArrayList<>(List.of(
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
                "--no-auto-maintenance",
                "--no-show-forced-updates",
                "--end-of-options",
                remote.url()));
        command.addAll(refspecs);
        return command.toArray(String[]::new);
    }

    private static List<String> refspecs(Collection<String> branches) {
        return branches.stream()
                .map(branch -> "+refs/heads/" + branch + ":" + PREFIX + branch)
                .toList();
    }

    /** All tips with one process. */
    private Map<String, String> tips(Set<String> branches) throws GitFailure {
        List<String> command = new ArrayList<>(List.of("for-each-ref", "--format=%(objectname) %(refname)"));
        branches.forEach(branch -> command.add(PREFIX + branch));
        Map<String, String> result = new LinkedHashMap<>();
        directory.git().read(command.toArray(String[]::new)).lines().forEach(line -> {
            int space = line.indexOf(' ');
            String branch = line.substring(space + 1 + PREFIX.length());
            if (branches.contains(branch)) {
                result.put(branch, line.substring(0, space));
            }
        });
        if (result.size() != branches.size()) {
            throw new GitFailure(Kind.OTHER, "git fetched a branch and does not show it.");
        }
        return result;
    }
}
