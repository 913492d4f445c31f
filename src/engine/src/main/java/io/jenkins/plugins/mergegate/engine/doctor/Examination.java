// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure.Kind;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaSurvey;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads what the doctor judges: git, the server, the token, and one repository. Writes nothing. What one look cannot find
 * does not keep the others from being made. An interrupted thread makes the looks that are left fail at once.
 */
public final class Examination {
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** The examination runs no rebase; a mirror wants one all the same. */
    private static final Committer NOBODY = new Committer("doctor", "doctor@localhost");

    private final GitHost git;
    private final Function<Secret, GiteaSurvey> servers;
    private final Remotes remotes;
    private final FieldNames names;

    /** @param servers the server as it is seen with a token, which may be empty */
    public Examination(GitHost git, Function<Secret, GiteaSurvey> servers, Remotes remotes, FieldNames names) {
        this.git = git;
        this.servers = servers;
        this.remotes = remotes;
        this.names = names;
    }

    /** Tells {@code findings} what was found, as it is found. */
    public void run(Subject subject, Consumer<Finding> findings) {
        git(findings);
        boolean told = false;
        GiteaSurvey anybody = servers.apply(Secret.of(""));
        try {
            findings.accept(ServerDoctor.version(anybody.client().version()));
            told = true;
        } catch (GiteaFailure failure) {
            // Asked without the token: a wrong one would make a healthy server refuse everything.
            if (failure.kind() != Kind.UNAUTHORIZED && failure.kind() != Kind.FORBIDDEN) {
                findings.accept(ServerDoctor.unreachable(failure, names));
                return;
            }
        }
        anybody.clock().map(ServerDoctor::clock).ifPresent(findings);
        if (subject.token() != null) {
            signedIn(subject, told, findings);
            return;
        }
        if (!told) {
            findings.accept(ServerDoctor.hidden());
        }
        findings.accept(TokenDoctor.none(names));
    }

    private void git(Consumer<Finding> findings) {
        try {
            Mirror mirror = new Mirror(git, new Remote("https://localhost/", null), NOBODY);
            findings.accept(ServerDoctor.git(mirror.gitVersion()));
        } catch (GitFailure failure) {
            findings.accept(ServerDoctor.noGit(failure.getMessage()));
        }
    }

    private void signedIn(Subject subject, boolean told, Consumer<Finding> findings) {
        GiteaSurvey gitea = servers.apply(subject.token());
        List<String> unreadable = new ArrayList<>();
        try {
            findings.accept(TokenDoctor.account(gitea.client().user()));
        } catch (GiteaFailure failure) {
            if (!TokenDoctor.isScopeMissing(failure)) {
                findings.accept(TokenDoctor.bad(failure, names));
                return;
            }
            unreadable.add(TokenDoctor.USER);
        }
        if (!told) {
            findings.accept(hiddenVersion(gitea));
        }
        RepositoryExamination repository = new RepositoryExamination(gitea, subject, names, findings);
        Optional<String> cloneUrl = subject.repository() == null ? Optional.empty() : repository.cloneUrl(unreadable);
        findings.accept(scopes(gitea, subject, unreadable));
        if (subject.repository() == null) {
            findings.accept(RepositoryDoctor.notLookedAt(names));
        }
        cloneUrl.ifPresent(url -> {
            repository.rest();
            remote(url, subject.target(), findings);
        });
    }

    private static Finding hiddenVersion(GiteaSurvey gitea) {
        try {
            return ServerDoctor.version(gitea.client().version());
        } catch (GiteaFailure failure) {
            return ServerDoctor.hidden();
        }
    }

    private static Finding scopes(GiteaSurvey gitea, Subject subject, List<String> unreadable) {
        try {
            Optional<List<String>> scopes = gitea.scopes();
            return scopes.isPresent()
                    ? TokenDoctor.scopes(scopes.get(), subject.report())
                    : TokenDoctor.tried(unreadable, subject.report());
        } catch (GiteaFailure failure) {
            return RepositoryDoctor.unknown("scopes", failure);
        }
    }

    private void remote(String cloneUrl, String target, Consumer<Finding> findings) {
        String url;
        try {
            url = remotes.url(cloneUrl);
        } catch (InvalidInput e) {
            findings.accept(ServerDoctor.badRemote(e.getMessage(), names));
            return;
        }
        // The password is told to the one host that this variable names.
        String host = url.startsWith("http") ? URI.create(url).getRawAuthority() : null;
        GitResult result = git.run(new GitCall(
                null,
                List.of("ls-remote", "--refs", "--end-of-options", url, "refs/heads/" + target),
                host == null ? Map.of() : Map.of("MERGE_GATE_GIT_HOST", host),
                null,
                LOOK,
                remotes.credentials(url)));
        findings.accept(ServerDoctor.remote(url, result.ok(), result.err(), names));
    }
}
