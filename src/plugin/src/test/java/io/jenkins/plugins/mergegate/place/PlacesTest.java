// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.computed.DefaultOrphanedItemStrategy;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TaskListener;
import hudson.model.TopLevelItem;
import hudson.model.User;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.plugins.git.traits.TagDiscoveryTrait;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.StepExecutions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What scripts of each kind of job reach. The step {@code place} prints what it was given. */
@WithJenkins
class PlacesTest {
    private static final String LIE =
            "withEnv(['CHANGE_BRANCH=evil', 'BRANCH_NAME=evil', 'GIT_BRANCH=origin/evil', 'CHANGE_ID=1']) { place() }";

    private static volatile GateConfig config;

    private static JenkinsRule j;

    @TempDir
    Path directory;

    private EmbeddedGitea gitea;
    private EmbeddedRepository app;

    @BeforeAll
    static void startJenkins(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stopJenkins() throws Exception {
        j.after();
    }

    @BeforeEach
    void start() {
        gitea = EmbeddedGitea.start(directory);
        app = gitea.createRepository("acme", "app");
        gitea.createRepository("acme", "other").commit("main", Map.of("a", "b"), "More");
        config = Fixtures.config(
                List.of("release/*"),
                new GateConfig.Server("main", gitea.url().toString(), null, null),
                new GateConfig.Server("second", "http://second.example.com", null, null));
    }

    @AfterEach
    void stop() throws Exception {
        j.waitUntilNoActivity();
        for (TopLevelItem item : j.jenkins.getItems()) {
            item.delete();
        }
        gitea.close();
    }

    @Test
    void aBranchOfAMultibranchProjectWorksOnItself() throws Exception {
        script("task", "place()");

        assertPlace(branchJob("task"), "acme/app task -> main");
    }

    @Test
    void theEnvironmentCannotChangeTheBranchOfAMultibranchProject() throws Exception {
        script("task", LIE);

        assertPlace(branchJob("task"), "acme/app task -> main");
    }

    @Test
    void theEnvironmentCannotOpenATarget() throws Exception {
        script("task", "withEnv(['CHANGE_TARGET=secret']) { place() }");

        assertRefused(branchJob("task"), "target must be");
    }

    @Test
    void aMultibranchProjectReachesNothingElse() throws Exception {
        script("other-branch", "place(branch: 'main')");
        script(
                "other-repository",
                "node { git url: '%s', branch: 'main' }; place(repository: 'acme/other')".formatted(otherUrl()));
        script("other-server", "place(server: 'second')");
        script("other-target", "place(target: 'secret')");
        script("good-target", "place(target: 'release/1', repository: 'ACME/App', branch: 'good-target')");
        WorkflowMultiBranchProject project = multibranch();

        assertRefused(project.getItem("other-branch"), "branch must be");
        assertRefused(project.getItem("other-repository"), "repository must be");
        assertRefused(project.getItem("other-server"), "server must be");
        assertRefused(project.getItem("other-target"), "target must be");
        assertPlace(project.getItem("good-target"), "acme/app good-target -> release/1");
    }

    @Test
    void aTagHasNoBranchButCanBeVerified() throws Exception {
        script("task", "place()");
        gitTag("v1", app.head("task"));
        WorkflowJob job = multibranch().getItem("v1");
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));

        j.assertLogContains("branch cannot be told", run);
        assertThat(Places.check(run, new EnvVars(), Fixtures.nothing(), config, false))
                .hasToString("Site[gitea=" + gitea.url() + ", repository=acme/app, branch=null, target=main]");
    }

    @Test
    void aBuildWhoseBranchWasDeletedStillKnowsWhereItComesFrom() throws Exception {
        script("task", "place()");
        WorkflowMultiBranchProject project = multibranch();
        project.setOrphanedItemStrategy(new DefaultOrphanedItemStrategy(false, "", ""));
        WorkflowRun run = project.getItem("task").getLastBuild();
        app.deleteBranch("task");
        index(project);

        assertThat(run.getParent().isBuildable()).isFalse();
        assertThat(text(Places.check(run, new EnvVars(), Fixtures.nothing(), config, true)))
                .isEqualTo("acme/app task -> main");
    }

    @Test
    void aPipelineFromScmWorksOnItsRepositoryAlone() throws Exception {
        script("main", "place(branch: env.WANTED, repository: env.WHERE, target: env.INTO)");

        assertPlace(fromScm("good", app.cloneUrl()), "acme/app task -> main", "WANTED=task", "WHERE=acme/app");
        assertRefused(fromScm("elsewhere", app.cloneUrl()), "repository must be", "WANTED=task", "WHERE=acme/other");
        assertRefused(fromScm("target", app.cloneUrl()), "target must be", "WANTED=task", "INTO=secret");
    }

    @Test
    void whatAPipelineFromScmChecksOutDoesNotBecomeItsOwn() throws Exception {
        script(
                "main",
                "node { git url: '%s', branch: 'main' }; place(repository: 'acme/other', branch: 'main')"
                        .formatted(otherUrl()));
        WorkflowJob job = fromScm("job", app.cloneUrl());

        assertRefused(job, "repository must be");
        assertRefused(job, "repository must be");
    }

    @Test
    void aPipelineFromScmTakesItsBranchFromTheEnvironment() throws Exception {
        script("main", "withEnv(['GIT_BRANCH=origin/task']) { place() }");

        assertPlace(fromScm("job", app.cloneUrl()), "acme/app task -> main");
    }

    @Test
    void aPipelineFromScmThatReadsPullRequestsIsRefused() throws Exception {
        script("main", "place(branch: 'task')");
        WorkflowJob job = j.createProject(WorkflowJob.class, "job");
        UserRemoteConfig remote = new UserRemoteConfig(
                app.cloneUrl(),
                null,
                "+refs/heads/*:refs/remotes/origin/* +refs/pull/*:refs/remotes/origin/pr/*",
                null);
        job.setDefinition(new CpsScmFlowDefinition(scm(remote), "Jenkinsfile"));

        assertRefused(job, "fork");
    }

    @Test
    void anInlineJobTakesTheRepositoryItCheckedOut() throws Exception {
        assertPlace(
                inline(
                        "job",
                        "node { git url: '%s', branch: 'main' }; place(branch: 'task')".formatted(app.cloneUrl())),
                "acme/app task -> main");
    }

    @Test
    void anInlineJobThatCheckedOutSeveralRepositoriesMustNameOne() throws Exception {
        String checkouts = "node { git url: '%s', branch: 'main'; git url: '%s', branch: 'main' }; "
                .formatted(app.cloneUrl(), otherUrl());

        assertRefused(inline("job", checkouts + "place(branch: 'task')"), "repository is missing");
        assertPlace(
                inline("named", checkouts + "place(branch: 'x', repository: 'any/thing', server: 'main', target: 'y')"),
                "any/thing x -> y");
    }

    @Test
    void aDefinitionThatIsNotKnownIsNotTrusted() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "job");
        job.setDefinition(new UnknownDefinition("place(repository: 'acme/app', server: 'main', branch: 'x')"));

        assertRefused(job, "repository cannot be told");
    }

    @Test
    void onlyWhoManagesTheGateMayPassHolds() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("dev")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CONFIGURE, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("boss"));
        User.getById("boss", true);
        script("task", "place(priority: 100)");
        WorkflowJob job = branchJob("task");

        j.assertLogContains("priority must be", job.getLastBuild());
        j.assertLogContains("priority must be", build(job, Result.FAILURE, "dev"));
        j.assertLogContains("priority must be", build(job, Result.FAILURE, null));
        WorkflowRun bypass = build(job, Result.SUCCESS, "boss");
        j.assertLogContains("PLACE acme/app", bypass);
        j.assertLogContains("priority must be", upstream(job, bypass));
        j.assertLogContains("PLACE acme/app", replay(job.getBuildByNumber(1), "boss"));
        assertRefused(
                inline("inline", "place(priority: 100, repository: 'a/b', server: 'main', branch: 'x')"),
                "priority must be");
        j.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        j.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
    }

    private WorkflowRun upstream(WorkflowJob job, WorkflowRun cause) throws Exception {
        return j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0, new CauseAction(new Cause.UpstreamCause((Run<
                        ?, ?>)
                cause))));
    }

    @SuppressWarnings("try")
    private WorkflowRun replay(WorkflowRun run, String user) throws Exception {
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            ReplayAction replay = run.getAction(ReplayAction.class);
            replay.run2(replay.getOriginalScript(), replay.getOriginalLoadedScripts(), false)
                    .getFuture()
                    .get();
        }
        return j.assertBuildStatusSuccess(run.getParent().getLastBuild());
    }

    private WorkflowRun build(WorkflowJob job, Result result, String user) throws Exception {
        return j.assertBuildStatus(result, job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(user))));
    }

    private void script(String branch, String script) {
        app.commit(branch, Map.of("Jenkinsfile", script), "Jenkinsfile");
    }

    private void gitTag(String name, String sha) throws Exception {
        int exit = new ProcessBuilder("git", "-C", app.gitDir().toString(), "tag", name, sha)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private String otherUrl() {
        return gitea.repository("acme", "other").cloneUrl();
    }

    private WorkflowJob branchJob(String branch) throws Exception {
        return multibranch().getItem(branch);
    }

    private WorkflowMultiBranchProject multibranch() throws Exception {
        WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "app");
        GitSCMSource source = new GitSCMSource(app.cloneUrl());
        source.setTraits(List.of(new BranchDiscoveryTrait(), new TagDiscoveryTrait()));
        project.getSourcesList().add(new BranchSource(source));
        index(project);
        return project;
    }

    private void index(WorkflowMultiBranchProject project) throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        j.waitUntilNoActivity();
    }

    private WorkflowJob fromScm(String name, String url) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsScmFlowDefinition(scm(new UserRemoteConfig(url, null, null, null)), "Jenkinsfile"));
        return job;
    }

    private static GitSCM scm(UserRemoteConfig remote) {
        return new GitSCM(List.of(remote), List.of(new BranchSpec("main")), null, null, List.of());
    }

    private WorkflowJob inline(String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private void assertPlace(WorkflowJob job, String expected, String... parameters) throws Exception {
        WorkflowRun run = j.assertBuildStatusSuccess(job.scheduleBuild2(0, parameters(job, parameters)));
        j.assertLogContains("PLACE " + expected + "\n", run);
    }

    private void assertRefused(WorkflowJob job, String text, String... parameters) throws Exception {
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0, parameters(job, parameters)));
        j.assertLogContains("ERROR: ", run);
        j.assertLogContains(text, run);
        j.assertLogNotContains("PLACE", run);
    }

    private static String text(Site site) {
        return site.repository() + " " + site.branch() + " -> " + site.target();
    }

    /** Name=value pairs, as parameters of the build. */
    private static ParametersAction parameters(WorkflowJob job, String... pairs) throws IOException {
        job.removeProperty(ParametersDefinitionProperty.class);
        List<ParameterDefinition> definitions = new ArrayList<>();
        List<ParameterValue> values = new ArrayList<>();
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            definitions.add(new StringParameterDefinition(parts[0]));
            values.add(new StringParameterValue(parts[0], parts[1]));
        }
        if (!definitions.isEmpty()) {
            job.addProperty(new ParametersDefinitionProperty(definitions));
        }
        return new ParametersAction(values);
    }

    public static final class UnknownDefinition extends CpsFlowDefinition {
        public UnknownDefinition(String script) throws Descriptor.FormException {
            super(script, true);
        }
    }

    /** Prints what the parameters lead to. */
    public static final class PlaceStep extends Step {
        private String repository;
        private String branch;
        private String target;
        private String server;
        private int priority;

        @DataBoundConstructor
        public PlaceStep() {
            // All parameters are optional.
        }

        @DataBoundSetter
        public void setRepository(String repository) {
            this.repository = repository;
        }

        @DataBoundSetter
        public void setBranch(String branch) {
            this.branch = branch;
        }

        @DataBoundSetter
        public void setTarget(String target) {
            this.target = target;
        }

        @DataBoundSetter
        public void setServer(String server) {
            this.server = server;
        }

        @DataBoundSetter
        public void setPriority(int priority) {
            this.priority = priority;
        }

        @Override
        public StepExecution start(StepContext context) {
            Named named = new Named(repository, branch, target, server, null, null, priority);
            return StepExecutions.synchronousNonBlockingVoid(context, step -> {
                try {
                    Site site = Places.check(step.get(Run.class), step.get(EnvVars.class), named, config, true);
                    step.get(TaskListener.class).getLogger().println("PLACE " + text(site));
                } catch (InvalidInput e) {
                    throw new AbortException(e.getMessage());
                }
            });
        }

        @TestExtension
        public static final class DescriptorImpl extends StepDescriptor {
            @Override
            public String getFunctionName() {
                return "place";
            }

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(Run.class, EnvVars.class, TaskListener.class);
            }
        }
    }
}
