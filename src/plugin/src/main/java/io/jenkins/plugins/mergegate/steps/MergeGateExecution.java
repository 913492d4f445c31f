// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.BodyResult;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateReport;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.git.GitHosts;
import io.jenkins.plugins.mergegate.git.WorkspaceCandidate;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.mergegate.place.Places;
import io.jenkins.plugins.mergegate.run.Access;
import io.jenkins.plugins.mergegate.run.Deferral;
import io.jenkins.plugins.mergegate.run.GateAction;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.run.GateWorker;
import io.jenkins.plugins.mergegate.run.RunCaller;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A gate run as a Pipeline step. All that a run is lives in the journal under {@link #id}; what is kept here is what only
 * the Pipeline knows: the parameters, and how far the body has come. The fields of the body change on the thread of the
 * Pipeline alone, so that its program holds them together with the body itself.
 */
final class MergeGateExecution extends StepExecution implements RunCaller {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(MergeGateExecution.class.getName());
    private static final String PREFIX = "[Merge Gate] ";

    /** How long a resumed run waits for its agent before git runs on the controller. */
    private static final int AGENT_SECONDS = 300;

    private final String id = UUID.randomUUID().toString();
    private final GateParameters parameters;

    /** Whether the step stands inside a {@code node}. Known before the program with this step is first written. */
    private boolean onAgent;
    /** The candidate whose body was begun; null before the first. */
    private String testing;
    /** The result of the build when that body began. */
    private String resultBefore;
    /** How that body ended; null while it runs. */
    private BodyEnd bodyEnd;
    /** What the body threw, to be thrown on. */
    private Throwable bodyFailure;

    private transient volatile GateWorker worker;
    private transient volatile Place place;
    private transient volatile String status;
    private transient volatile Throwable stopped;
    private transient boolean passedOn;

    MergeGateExecution(StepContext context, GateParameters parameters) {
        super(context);
        this.parameters = parameters;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        onAgent = getContext().get(FilePath.class) != null;
        GateRuns.get().pool().execute(() -> guarded(this::begin));
        return false;
    }

    @Override
    public void onResume() {
        GateRuns.get().expect(id);
        comeBackSoon(AGENT_SECONDS, 0);
    }

    private void comeBackSoon(int patience, int seconds) {
        Timer.get()
                .schedule(
                        () -> GateRuns.get().pool().execute(() -> guarded(() -> comeBack(patience))),
                        seconds,
                        TimeUnit.SECONDS);
    }

    /** While the body runs Pipeline stops the steps inside instead; this is for all other times. */
    @Override
    public void stop(Throwable cause) {
        stopped = cause;
        GateWorker atWork = worker;
        if (atWork != null) {
            atWork.stop(BodyEnd.describe(cause));
        }
    }

    @Override
    public String getStatus() {
        return status == null ? "starting" : status;
    }

    private void begin() throws IOException, InterruptedException {
        if (!GateRuns.get().mayLookUpBuilds()) {
            Timer.get().schedule(() -> GateRuns.get().pool().execute(() -> guarded(this::begin)), 1, TimeUnit.SECONDS);
            return;
        }
        Run<?, ?> run = getContext().get(Run.class);
        GateConfig config = MergeGateConfiguration.get().toGateConfig();
        GateRequest request;
        try {
            parameters.check();
            place = Places.resolve(run, environment(), parameters.named(), config, true);
            boolean lastTry = Deferral.times(run) >= config.lock().maxDefers();
            request = parameters.request(
                    place, GateRuns.holder(run), link(run), getContext().hasBody(), lastTry);
        } catch (InvalidInput e) {
            refuse(e);
            return;
        }
        FilePath workspace = getContext().get(FilePath.class);
        if (AbortPrevious.isOn(run.getParent())) {
            line(AbortPrevious.WARNING);
        }
        GateAction.begin(run, new GateAction(id, parameters.named()));
        work(run, workspace).start(request);
    }

    /** After a restart. The record says how far the run has come, the program whether its body still runs. */
    private void comeBack(int patience) throws IOException, InterruptedException {
        if (!GateRuns.get().mayLookUpBuilds()) {
            comeBackSoon(patience, 1);
            return;
        }
        Run<?, ?> run = getContext().get(Run.class);
        Optional<GateState> found = GateRuns.get().records().find(id, run);
        if (found.isPresent() && found.get().phase() == Phase.CLOSED) {
            deliver(found.get());
            return;
        }
        FilePath workspace = workspace();
        if (onAgent && workspace == null && patience > 0 && stopped == null) {
            status = "waiting for the agent";
            comeBackSoon(patience - 1, 1);
            return;
        }
        if (found.isEmpty()) {
            begin();
            return;
        }
        GateState state = found.get();
        if (GateRuns.holdsLock(state)) {
            LockDesk.get().back(state.lockName(), id, run);
        }
        try {
            place = Access.of(state, run);
        } catch (InvalidInput e) {
            place = Access.withoutBuild(state);
            stopped = new AbortException(e.getMessage());
        }
        GateWorker back = work(run, workspace);
        if (waitsForBody(state)) {
            back.awaitBody(state);
            passOn();
        } else {
            back.resume(state);
        }
    }

    /** A crash can lose that a body had ended: then it ends once more, and the run goes on from its record. */
    private synchronized boolean waitsForBody(GateState state) {
        return bodyEnd == null ? testing != null : isTested(state, bodyEnd);
    }

    private static boolean isTested(GateState state, BodyEnd end) {
        boolean inBody = state.phase() == Phase.RETESTING || state.phase() == Phase.BYPASSED;
        return inBody && end.sha().equals(state.candidate().sha());
    }

    private GateWorker work(Run<?, ?> run, @CheckForNull FilePath workspace) throws IOException, InterruptedException {
        GateWorker made = GateRuns.get().work(id, run, place, gatesHost(workspace), this);
        worker = made;
        if (stopped != null) {
            made.stop(BodyEnd.describe(stopped));
        }
        return made;
    }

    /** On the agent when all that git needs may go there; an agent that is lost again is done without. */
    private GitHost gatesHost(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        try {
            return host(place.mayLeaveController() ? workspace : null);
        } catch (IOException e) {
            line("The agent is lost (" + e.getMessage() + "): git runs on the controller.");
            return host(null);
        }
    }

    private GitHost host(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        return GitHosts.of(workspace, environment(), getContext().get(TaskListener.class));
    }

    @Override
    public void body(GateStep.RunBody step) {
        WaitingPause.end(getContext());
        status = "testing " + step.state().candidate().sha();
        guarded(() -> {
            // Who is stopped meanwhile has its end on the way already.
            if (!checkedOut(step) || stopped != null) {
                return;
            }
            EnvironmentExpander environment = EnvironmentExpander.merge(
                    getContext().get(EnvironmentExpander.class), EnvironmentExpander.constant(step.environment()));
            getContext()
                    .newBodyInvoker()
                    .withContext(environment)
                    .withCallback(new Callback(step.state().candidate().sha()))
                    .start();
        });
    }

    /** @return false when that failed and the run was told so */
    private boolean checkedOut(GateStep.RunBody step) throws IOException, InterruptedException {
        GateState state = step.state();
        FilePath workspace = getContext().get(FilePath.class);
        if (workspace == null) {
            return true;
        }
        try {
            String sha = state.candidate().sha();
            boolean clone = WorkspaceCandidate.checkOut(
                    workspace,
                    host(workspace),
                    place.onAgent(),
                    state.request().repository(),
                    state.request().branch(),
                    sha);
            line(
                    clone
                            ? "Checked out " + sha + " in the workspace"
                            : "The workspace is no clone of " + state.request().repository()
                                    + ": the body finds the candidate in MERGE_GATE_SHA");
            return true;
        } catch (GitFailure failure) {
            worker.bodyFinished(
                    state, BodyResult.broken("the candidate could not be checked out: " + failure.getMessage()));
            return false;
        }
    }

    @Override
    public void waiting(GateStep.Wait step) {
        if (!step.why().equals(status)) {
            status = step.why();
            line(status);
        }
        if (step.state().phase() != Phase.QUEUED) {
            WaitingPause.end(getContext());
            return;
        }
        WaitingPause.begin(getContext());
        if (parameters.givesWay() && onAgent) {
            Deferral.whyGiveWay(LockDesk.get().holder(step.state().lockName()))
                    .ifPresent(why -> worker.giveWay(step, why));
        }
    }

    @Override
    public void finished(GateState state) {
        deliver(state);
    }

    @Override
    public void broken(Throwable defect) {
        getContext().onFailure(defect);
    }

    private void defer(Run<?, ?> run) {
        int delay = MergeGateConfiguration.get().toGateConfig().lock().deferDelaySeconds();
        boolean queued = Deferral.again(run, delay);
        line(
                queued
                        ? "This build starts again in " + delay + " s"
                        : "This build could not be put into the queue again");
    }

    /**
     * Tells the Pipeline, whatever else fails: a step that does not answer never ends. Telling it twice is harmless, the
     * second time is ignored; and a build that is put into the queue twice is there once.
     */
    private void deliver(GateState state) {
        try {
            WaitingPause.end(getContext());
            Run<?, ?> run = getContext().get(Run.class);
            if (state.ending().outcome() == Outcome.DEFERRED) {
                defer(run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The end of run " + id + " is not shown on its build", e);
        }
        answer(state.ending(), GateReport.of(state));
    }

    private void refuse(InvalidInput e) {
        answer(new Ending(Outcome.HELD, Reason.CONFIGURATION, e.getMessage()), GateReport.refused(e.getMessage()));
    }

    private void answer(Ending ending, Map<String, Object> report) {
        GateRuns.get().arrived(id);
        String text =
                ending.outcome() + (ending.reason() == null ? "" : "/" + ending.reason()) + ": " + ending.message();
        line(text);
        // Whoever stops a build wants it to stop, whatever the step returns.
        Throwable failure =
                stopped != null ? stopped : StepFailure.of(ending, text, bodyFailure(), parameters.propagate);
        if (failure == null) {
            getContext().onSuccess(report);
        } else {
            getContext().onFailure(failure);
        }
    }

    @Override
    public void line(String text) {
        try {
            TaskListener listener = getContext().get(TaskListener.class);
            if (listener != null) {
                listener.getLogger().println(PREFIX + text);
            }
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, text, e);
        }
    }

    /**
     * Runs work for the Pipeline; what goes wrong with it ends the step, never the thread. An interruption is not passed on:
     * it would break the way out of the run that is being stopped.
     */
    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            GateWorker atWork = worker;
            if (atWork == null) {
                // The step ends here, so nobody else brings its record to an end before the build is over.
                GateRuns.get().giveUp(id, run());
                getContext().onFailure(e);
            } else {
                stopped = e;
                atWork.stop("The step cannot go on: " + e);
            }
        }
    }

    private EnvVars environment() throws IOException, InterruptedException {
        EnvVars environment = getContext().get(EnvVars.class);
        return environment == null ? new EnvVars() : environment;
    }

    /** Null outside of a node, and while the agent is not there. */
    @CheckForNull
    private FilePath workspace() throws InterruptedException {
        try {
            return getContext().get(FilePath.class);
        } catch (IOException e) {
            return null;
        }
    }

    @CheckForNull
    private Run<?, ?> run() {
        try {
            return getContext().get(Run.class);
        } catch (IOException | InterruptedException e) {
            return null;
        }
    }

    @CheckForNull
    private static String link(Run<?, ?> run) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? null : root + run.getUrl();
    }

    /** Both are needed, the end of the body and the run that waits for it, and either may come last. */
    private synchronized void passOn() {
        GateWorker atWork = worker;
        if (bodyEnd == null || passedOn || atWork == null || !(atWork.current() instanceof GateStep.RunBody step)) {
            return;
        }
        passedOn = true;
        if (isTested(step.state(), bodyEnd)) {
            atWork.bodyFinished(step.state(), bodyEnd.result());
        } else {
            atWork.resume(step.state());
        }
    }

    private synchronized void begun(String sha, @CheckForNull String result) {
        testing = sha;
        resultBefore = result;
        bodyEnd = null;
        bodyFailure = null;
        passedOn = false;
    }

    @CheckForNull
    private synchronized Throwable bodyFailure() {
        return bodyFailure;
    }

    private synchronized void ended(BodyEnd end, @CheckForNull Throwable failure) {
        bodyEnd = end;
        // Others may not be fit to be kept.
        bodyFailure = failure instanceof FlowInterruptedException ? failure : null;
        passOn();
    }

    /** Part of the program together with the step itself. */
    private final class Callback extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final String sha;

        Callback(String sha) {
            this.sha = sha;
        }

        @Override
        public void onStart(StepContext context) {
            Result now = result();
            begun(sha, now == null ? null : now.toString());
        }

        @Override
        public void onSuccess(StepContext context, Object value) {
            Result before = resultBefore == null ? null : Result.fromString(resultBefore);
            ended(BodyEnd.returned(sha, BodyNodes.none(context), BodyNodes.warning(context), before, result()), null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            ended(BodyEnd.threw(sha, failure), failure);
        }

        @CheckForNull
        private Result result() {
            Run<?, ?> run = run();
            return run == null ? null : run.getResult();
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
