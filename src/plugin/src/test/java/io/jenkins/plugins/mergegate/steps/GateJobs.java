// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.computed.FolderComputation;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.branch.BranchSource;
import jenkins.scm.api.SCMSource;
import org.jenkins.plugins.lockableresources.LockableResource;
import org.jenkins.plugins.lockableresources.LockableResourcesManager;
import org.jenkinsci.plugin.gitea.credentials.PersonalAccessTokenImpl;
import org.jenkinsci.plugin.gitea.servers.GiteaServer;
import org.jenkinsci.plugin.gitea.servers.GiteaServers;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jvnet.hudson.test.JenkinsRule;

/** Jobs and builds of one Jenkins that go through the gate of one {@link Acme}. */
final class GateJobs {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Pattern END = Pattern.compile("\\[Merge Gate\\] ([A-Z_]+(?:/[A-Z_]+)?): .*");

    private final JenkinsRule jenkins;
    private final Acme acme;

    GateJobs(JenkinsRule jenkins, Acme acme) {
        this.jenkins = jenkins;
        this.acme = acme;
    }

    /** Lets Gitea sources read the repositories with an account of their own, {@code scm}; it may not merge. */
    void connectGitea() {
        GiteaServers.get()
                .setServers(List.of(new GiteaServer("acme", acme.server.url().toString(), false, null, null)));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new PersonalAccessTokenImpl(
                        CredentialsScope.GLOBAL,
                        "scm",
                        "reads the repositories",
                        acme.server.createToken(acme.server.createUser("reader"))));
    }

    /** A repository of its own for one test: its lock and its holds are nobody else's. */
    EmbeddedRepository repository() {
        return acme.repository("app" + NUMBER.incrementAndGet());
    }

    /** The call of the step for {@link Acme#BRANCH}. @param more further parameters, beginning with a comma */
    static String gate(EmbeddedRepository repository, String more, String body) {
        return gate(repository, Acme.BRANCH, more, body);
    }

    static String gate(EmbeddedRepository repository, String branch, String more, String body) {
        return "mergeGate(repository: '" + repository.fullName() + "', branch: '" + branch + "'" + more + ") { " + body
                + " }";
    }

    WorkflowRun build(Result result, String... script) throws Exception {
        return jenkins.assertBuildStatus(result, job(script).scheduleBuild2(0));
    }

    /** A build that has begun. */
    WorkflowRun start(String... script) throws Exception {
        return job(script).scheduleBuild2(0).waitForStart();
    }

    QueueTaskFuture<WorkflowRun> queue(String... script) throws Exception {
        return job(script).scheduleBuild2(0);
    }

    WorkflowRun end(Result result, WorkflowRun build) throws Exception {
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(build));
    }

    /** A multibranch project whose first builds are over. */
    static WorkflowMultiBranchProject project(JenkinsRule jenkins, SCMSource source) throws Exception {
        WorkflowMultiBranchProject project =
                jenkins.createProject(WorkflowMultiBranchProject.class, "project" + NUMBER.incrementAndGet());
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        FolderComputation<?> indexing = project.getIndexing();
        assertThat(indexing.getResult()).isEqualTo(Result.SUCCESS);
        return project;
    }

    /** The end of the gate as the log tells it. @param outcome as in {@code HELD/NOT_MERGED} */
    static void assertOutcome(String outcome, WorkflowRun build) throws Exception {
        assertThat(outcomes(build)).as("the ends of %s", build).containsExactly(outcome);
    }

    /** The ends of all gates of a build as the log tells them. */
    static List<String> outcomes(WorkflowRun build) throws Exception {
        return JenkinsRule.getLog(build)
                .lines()
                .map(END::matcher)
                .filter(Matcher::matches)
                .map(end -> end.group(1))
                .toList();
    }

    /** No merge lock is left behind. */
    static void assertNoLock() {
        assertThat(LockableResourcesManager.get().getResources())
                .noneMatch(LockableResource::isLocked)
                .noneMatch(LockableResource::isReserved);
    }

    /** What the account of the gate asked the server for since the requests were reset. */
    List<RequestRecord> requestsOfTheGate() {
        return acme.server.requests().stream()
                .filter(request -> request.user().equals("bot"))
                .toList();
    }

    private static WorkflowJob job(String... script) throws Exception {
        return Acme.job("job" + NUMBER.incrementAndGet(), script);
    }
}
