// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.Util;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import io.jenkins.plugins.mergegate.engine.doctor.Examination;
import io.jenkins.plugins.mergegate.engine.doctor.FieldNames;
import io.jenkins.plugins.mergegate.engine.doctor.Finding;
import io.jenkins.plugins.mergegate.engine.doctor.Finding.Level;
import io.jenkins.plugins.mergegate.engine.doctor.Remotes;
import io.jenkins.plugins.mergegate.engine.doctor.Subject;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import io.jenkins.plugins.mergegate.engine.git.RemoteUrl;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaSurvey;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaTimeouts;
import io.jenkins.plugins.mergegate.git.GitHosts;
import io.jenkins.plugins.mergegate.place.Places;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;

/** The doctor behind the button "Test connection". It looks with what stands in the form, and writes nothing. */
final class ConnectionTest {
    private static final Logger LOGGER = Logger.getLogger(ConnectionTest.class.getName());

    /** A person waits. */
    static final Duration LIMIT = Duration.ofSeconds(45);

    private static final GiteaTimeouts TIMEOUTS = new GiteaTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15));

    private static final FieldNames FIELDS = new FieldNames(
            "the URL",
            "the field Credentials",
            "the repository to test with",
            "the target to test with",
            "ROOT_URL in Gitea's app.ini another value",
            "the step's mergeStyle");

    /** Gitea takes a token as the password of any user name. */
    private static final String GIT_USER = "merge-gate";

    private final String url;
    private final String credentialsId;
    private final String repository;
    private final String target;
    private final List<Finding> findings = new CopyOnWriteArrayList<>();

    ConnectionTest(String url, String credentialsId, String repository, String target) {
        this.url = Util.fixNull(url).strip();
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
        this.repository = Util.fixEmptyAndTrim(repository);
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** Never takes much longer than {@code limit}. */
    FormValidation run(Duration limit) {
        try {
            examine(limit);
        } catch (InvalidInput e) {
            return FormValidation.error(e.getMessage());
        }
        return Report.of(List.copyOf(findings));
    }

    private void examine(Duration limit) {
        GateConfig config = MergeGateConfiguration.get().toGateConfig();
        URI server = ServerUrl.parse("url", url);
        Secret token = credentialsId == null ? null : Places.token(server, credentialsId);
        Subject subject = new Subject(
                token,
                repository == null ? null : RepositoryId.parse(repository),
                target == null ? config.defaultTarget() : RefName.check("target", target),
                config.report());
        OkHttpClient http =
                JenkinsOkHttpClient.newClientBuilder(new OkHttpClient()).build();
        bounded(
                limit,
                () -> new Examination(
                                GitHosts.of(null, null, TaskListener.NULL),
                                secret -> new GiteaSurvey(http, server, secret, TIMEOUTS),
                                new OverHttp(server, token),
                                FIELDS)
                        .run(subject, findings::add));
    }

    private void bounded(Duration limit, Work work) {
        Future<?> running = Computer.threadPoolForRemoting.submit(() -> {
            work.run();
            return null;
        });
        try {
            running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            findings.add(Finding.error(
                    "time",
                    "The test was cut off after " + limit.toSeconds() + " s.",
                    "Check the network and the proxy; what is not in this list was not looked at."));
        } catch (ExecutionException e) {
            // Its text may hold anything, so that only the log has it.
            LOGGER.log(java.util.logging.Level.WARNING, "The test of a connection broke down", e.getCause());
            findings.add(Finding.error("test", "It broke down.", "The log of Jenkins says why."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.add(Finding.error("test", "It was interrupted.", "Try again."));
        } finally {
            running.cancel(true);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** The clone URL that Gitea gives. The token is sent to the server of the form alone. */
    private record OverHttp(URI server, Secret token) implements Remotes {
        @Override
        public String url(String cloneUrl) {
            return RemoteUrl.check("clone_url", cloneUrl);
        }

        @Override
        public GitCredentials credentials(String url) {
            return token != null && ServerUrl.isOn(server, url) ? new GitCredentials.Password(GIT_USER, token) : null;
        }
    }

    /** Findings for a browser: a line each, with a badge of its own and with nothing in it that is read as HTML. */
    private static final class Report {
        private Report() {}

        static FormValidation of(List<Finding> findings) {
            StringBuilder html = new StringBuilder("<div role=\"list\">");
            for (Finding finding : findings) {
                html.append("<div role=\"listitem\" class=\"jenkins-!-margin-bottom-1\"><span class=\"jenkins-badge ")
                        .append(color(finding.level()))
                        .append("\">")
                        .append(finding.level())
                        .append("</span> ")
                        .append(Util.escape(finding.subject() + ": " + finding.text()))
                        .append("</div>");
            }
            return FormValidation.respond(worst(findings), html.append("</div>").toString());
        }

        /** A class of Jenkins' style. */
        private static String color(Level level) {
            return switch (level) {
                case OK -> "jenkins-!-success-color";
                case WARN -> "jenkins-!-warning-color";
                case ERROR -> "jenkins-!-error-color";
            };
        }

        private static FormValidation.Kind worst(List<Finding> findings) {
            if (findings.stream().anyMatch(finding -> finding.level() == Level.ERROR)) {
                return FormValidation.Kind.ERROR;
            }
            return findings.stream().anyMatch(finding -> finding.level() == Level.WARN)
                    ? FormValidation.Kind.WARNING
                    : FormValidation.Kind.OK;
        }
    }
}
