// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/** A company with a Gitea, a repository {@code acme/app}, and a bot that may merge. */
public final class Acme implements AutoCloseable {
    public static final String BRANCH = "feature/x";

    public final EmbeddedGitea server;
    public final EmbeddedRepository app;
    public final String token;
    private final User bot;

    public Acme(Path directory) {
        server = EmbeddedGitea.start(directory.resolve("gitea"));
        server.createUser("acme");
        bot = server.createUser("bot");
        token = server.createToken(bot);
        app = repository("app");
    }

    /** A repository of the company, with a main of one commit. */
    public EmbeddedRepository repository(String name) {
        EmbeddedRepository made = server.createRepository("acme", name);
        made.collaborator(bot, Permission.WRITE);
        return made;
    }

    /** A branch with one commit of its own, up to date with main. @return its head */
    public static String branch(EmbeddedRepository repository, String branch) {
        repository.createBranch(branch, "main");
        return repository.commit(branch, Map.of(file(branch), "work"), "Work on " + branch);
    }

    /** Main gets a commit that touches nothing of a branch. */
    public static void mainMoves(EmbeddedRepository repository, String file) {
        repository.commit("main", Map.of(file, "on main"), "Change " + file + " on main");
    }

    /** The file that {@link #branch} makes. */
    public static String file(String branch) {
        return branch.replace('/', '-') + ".txt";
    }

    /** The configuration for this server, without back-off: a test waits for nothing it did not ask for. */
    public String yaml() {
        return yaml("");
    }

    /** @param more keys below {@code mergeGate}, each line indented by four */
    public String yaml(String more) {
        return String.join(
                "\n",
                "unclassified:",
                "  mergeGate:",
                "    servers:",
                "      - name: acme",
                "        url: " + server.url(),
                "        credentialsId: gitea",
                "    retry:",
                "      backoffBaseSeconds: 0",
                "      backoffMaxSeconds: 0",
                "      deadlineSeconds: 20",
                more);
    }

    /** Sets up a Jenkins for this server; to be called inside of it. */
    public static void setUp(String token, String yaml) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "gitea", "the bot's token", Secret.fromString(token)));
        SystemCredentialsProvider.getInstance().save();
        configure(yaml);
    }

    /** Changes the configuration of a Jenkins that is set up. */
    public static void configure(String yaml) throws Exception {
        Path file = Files.createTempFile("jenkins", ".yaml");
        Files.writeString(file, yaml);
        ConfigurationAsCode.get().configure(file.toString());
        Files.delete(file);
    }

    public void setUp() throws Exception {
        setUp(token, yaml());
    }

    /** A job with a script of its own. */
    public static WorkflowJob job(String name, String... script) throws Exception {
        WorkflowJob job = Jenkins.get().createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(String.join("\n", script), true));
        return job;
    }

    @Override
    public void close() {
        server.close();
    }
}
