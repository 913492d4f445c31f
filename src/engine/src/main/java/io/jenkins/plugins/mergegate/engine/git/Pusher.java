// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;

/** Moves one branch of the remote, by force and with a pinned lease. This is the only place that pushes. */
final class Pusher {
    private final Git git;
    private final String url;

    Pusher(Git git, String url) {
        this.git = git;
        this.url = url;
    }

    Push push(String branch, String sha, String lease) throws GitFailure {
        String ref = "refs/heads/" + RefName.check("branch", branch);
        Sha.require(lease);
        String[] command = {
            "push",
            "--porcelain",
            "--force-with-lease=" + ref + ":" + lease,
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
            "--end-of-options",
            url,
            Sha.require(sha) + ":" + ref
        };
        GitResult result = git.remote(command);
        return switch (PushReport.read(result)) {
            case DONE -> new Push.Done();
            case REFUSED -> new Push.Rejected(PushReport.text(result));
            case STALE -> moved(look(ref), sha);
            case UNCLEAR -> settle(Git.failure(result, command), look(ref), sha, lease);
        };
    }

    private static Push moved(String actual, String sha) {
        return sha.equals(actual) ? new Push.Done() : new Push.Moved(actual);
    }

    private static Push settle(GitFailure failure, String actual, String sha, String lease) throws GitFailure {
        if (!lease.equals(actual)) {
            return moved(actual, sha);
        }
        // It did not arrive. What failed for good keeps its kind, everything else may be tried again.
        boolean lasting =
                failure.kind() == Kind.AUTHENTICATION || failure.kind() == Kind.INTERRUPTED || failure.mirrorDamaged();
        throw lasting ? failure : new GitFailure(Kind.NETWORK, failure.getMessage());
    }

    /** Where the remote has {@code ref} at this moment, null when it has none. */
    private String look(String ref) throws GitFailure {
        String[] command = {"ls-remote", "--refs", "--end-of-options", url, ref};
        GitResult result = git.remote(command);
        if (!result.ok()) {
            throw Git.failure(result, command);
        }
        return result.out()
                .lines()
                .filter(line -> line.endsWith("\t" + ref))
                .map(line -> line.substring(0, line.indexOf('\t')))
                .findFirst()
                .orElse(null);
    }
}
