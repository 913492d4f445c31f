// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Reads what the doctor judges. What one look cannot find does not keep the others from being made. */
final class Examination {
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final Wiring wiring;
    private final Inputs inputs;
    private final List<Finding> findings = new ArrayList<>();
    private final ClockReader clocks = new ClockReader();

    Examination(Wiring wiring) {
        this.wiring = wiring;
        this.inputs = wiring.inputs();
    }

    List<Finding> run() {
        folder("state dir", inputs.stateDir());
        folder("work dir", inputs.workDir());
        git();
        server();
        return List.copyOf(findings);
    }

    private void git() {
        try {
            findings.add(Doctor.git(wiring.mirror("https://localhost/").gitVersion()));
        } catch (GitFailure failure) {
            findings.add(Finding.error("git", failure.getMessage(), "Install git 2.38 or newer."));
        }
    }

    private void folder(String subject, Path folder) {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        findings.add(
                existing != null && Files.isWritable(existing)
                        ? Finding.ok(subject, folder + (existing.equals(folder) ? " is writable." : " can be made."))
                        : Finding.error(
                                subject, folder + " cannot be written.", "Give --state-dir and --work-dir elsewhere."));
    }

    private void server() {
        if (!answers(client(Secret.of("")))) {
            return;
        }
        clocks.finding(findings);
        if (inputs.token() == null) {
            findings.add(Finding.error("token", "There is none.", "Put one into GITEA_TOKEN or --token-file."));
            return;
        }
        GiteaClient gitea = client(inputs.token());
        try {
            findings.add(Finding.ok("token", "It belongs to the account " + gitea.user() + "."));
        } catch (GiteaFailure failure) {
            findings.add(Doctor.badToken(failure));
            return;
        }
        if (inputs.repository() == null) {
            findings.add(Finding.warn("repository", "None was looked at.", "Give --repository to check permissions."));
        } else {
            repository(gitea);
        }
    }

    /** Asked without the token: a wrong one would make a healthy server refuse everything. */
    private boolean answers(GiteaClient anybody) {
        try {
            findings.add(Finding.ok("server", "Gitea " + anybody.version() + " answers."));
            return true;
        } catch (GiteaFailure failure) {
            boolean hidden = failure.kind() == Kind.UNAUTHORIZED || failure.kind() == Kind.FORBIDDEN;
            findings.add(
                    hidden
                            ? Finding.ok("server", "It answers, and tells its version to those who sign in.")
                            : Doctor.unreachable(failure));
            return hidden;
        }
    }

    private GiteaClient client(Secret token) {
        return new GiteaClient(wiring.http().newBuilder().addInterceptor(clocks).build(), inputs.gitea(), token);
    }

    private void repository(GiteaClient gitea) {
        try {
            findings.addAll(Doctor.repository(gitea.repository(inputs.repository())));
            findings.addAll(Doctor.target(inputs.target(), gitea.branch(inputs.repository(), inputs.target())));
            remote(wiring.remote());
        } catch (GiteaFailure failure) {
            findings.add(Finding.error(
                    "repository", failure.getMessage(), "Check --repository, and what the account may see."));
        }
    }

    private void remote(String url) {
        // The password is told to the one host that this variable names.
        String host = url.startsWith("http") ? URI.create(url).getRawAuthority() : null;
        GitResult result = wiring.host()
                .run(new GitCall(
                        null,
                        List.of("ls-remote", "--refs", "--end-of-options", url, "refs/heads/" + inputs.target()),
                        host == null ? Map.of() : Map.of("MERGE_GATE_GIT_HOST", host),
                        null,
                        LOOK,
                        wiring.credentials(url)));
        findings.add(
                result.ok()
                        ? Finding.ok("remote", "Git reads " + url + ".")
                        : Finding.error(
                                "remote",
                                "Git cannot read " + url + ": " + result.err().strip(),
                                "Give --remote when this URL is not the one to use from here."));
    }

    /** Notes the time that an answer carries. */
    private static final class ClockReader implements Interceptor {
        private Instant before;
        private Instant after;
        private Instant server;

        @Override
        public Response intercept(Chain chain) throws IOException {
            before = Instant.now();
            Response response = chain.proceed(chain.request());
            after = Instant.now();
            Date date = response.headers().getDate("Date");
            server = date == null ? null : date.toInstant();
            return response;
        }

        void finding(List<Finding> findings) {
            if (server != null) {
                findings.add(Doctor.clock(server, before, after));
            }
        }
    }
}
