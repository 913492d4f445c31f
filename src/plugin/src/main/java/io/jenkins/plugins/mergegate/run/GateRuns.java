// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Executor;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.Gate;
import io.jenkins.plugins.mergegate.engine.gate.GatePorts;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateStep;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import io.jenkins.plugins.mergegate.git.GitHosts;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.lock.Settler;
import io.jenkins.plugins.mergegate.place.BuildName;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.ContextResettingExecutorService;
import jenkins.util.Timer;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The gate runs of this Jenkins: those at work by their token, the records of all of them, and the threads they work on. */
@Extension
public final class GateRuns implements Settler {
    /** Enough that runs waiting for a slow server do not starve the others; a waiting run holds none. */
    private static final int THREADS = 32;

    /** What is still at work after that is found by the next start as after a crash. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);

    /** Longer than a merge call may still be at work. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    /** Where a run is while a call it has made may still be at work. */
    private static final Set<Phase> CALLING = EnumSet.of(Phase.AWAITING, Phase.MERGING, Phase.PROVING);

    private static final Logger LOGGER = Logger.getLogger(GateRuns.class.getName());

    private final Map<String, GateWorker> live = new ConcurrentHashMap<>();
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    private final ExecutorService pool;
    private final Path directory;
    private final Records records;
    private final Curfew curfew = new Curfew();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private OkHttpClient http;

    public GateRuns() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "merge-gate"));
        threads.allowCoreThreadTimeOut(true);
        pool = new ImpersonatingExecutorService(new ContextResettingExecutorService(threads), ACL.SYSTEM2);
        directory = new File(Jenkins.get().getRootDir(), "merge-gate").toPath();
        records = new Records(directory);
    }

    public static GateRuns get() {
        return ExtensionList.lookupSingleton(GateRuns.class);
    }

    /** Where git, the API and locks are called: bounded, as the system user. */
    public ExecutorService pool() {
        return pool;
    }

    /** The directory of the plugin in the home of Jenkins. */
    public Path directory() {
        return directory;
    }

    public Records records() {
        return records;
    }

    /** A client of its own connections: cutting those of one run leaves the others alone. */
    public synchronized OkHttpClient http() {
        if (http == null) {
            http = JenkinsOkHttpClient.newClientBuilder(new OkHttpClient()).build();
        }
        return http.newBuilder().dispatcher(new Dispatcher()).build();
    }

    public GiteaClient gitea(Place place, OkHttpClient client) {
        return new GiteaClient(client, place.gitea(), place.token());
    }

    public Mirror mirror(GitHost host, Place place, String url) {
        return new Mirror(
                host,
                new Remote(url, place.git()),
                MergeGateConfiguration.get().toGateConfig().committer());
    }

    /** Puts a run to work: the caller then starts or resumes it. */
    public GateWorker work(String id, Run<?, ?> run, Place place, GitHost host, RunCaller caller) {
        return work(id, holder(run), run, LockDesk.get().lockOf(run), place, host, caller);
    }

    /**
     * Puts a dead run to work, to be settled.
     *
     * @param run null when its build is gone
     */
    GateWorker work(GateState dead, @CheckForNull Run<?, ?> run, RunCaller caller) {
        return work(
                dead.id(),
                dead.request().holder(),
                run,
                LockDesk.get().lockOf(null),
                Access.ofDead(dead, run),
                new LocalGitHost(GitHosts.onController()),
                caller);
    }

    private GateWorker work(
            String id,
            String holder,
            @CheckForNull Run<?, ?> run,
            MergeLock lock,
            Place place,
            GitHost host,
            RunCaller caller) {
        OkHttpClient client = http();
        Map<String, Mirror> mirrors = new ConcurrentHashMap<>();
        GateWorker worker = new GateWorker(
                id,
                holder,
                caller,
                listener -> new Gate(new GatePorts(
                        MergeGateConfiguration.get().toGateConfig(),
                        place.server(),
                        gitea(place, client),
                        url -> mirrors.computeIfAbsent(url, remote -> mirror(host, place, remote)),
                        lock,
                        records.of(run),
                        HoldDesk.get(),
                        listener,
                        Clock.systemUTC(),
                        null)),
                () -> looksDone(run),
                client.dispatcher()::cancelAll,
                () -> LockDesk.get().remember(lockName(place), id, holder),
                end -> forget(id, end),
                curfew,
                pool,
                Timer.get());
        if (live.putIfAbsent(id, worker) != null) {
            throw new IllegalStateException("run " + id + " is at work already");
        }
        expected.remove(id);
        LockDesk.get().onTurn(id, worker::wake);
        return worker;
    }

    /**
     * Lets the runs come to a stop between two phases, before anything they need is closed: the lockable resources are
     * saved for the last time, and Pipelines suspended, by terminators of their plugins.
     */
    @Extension
    public static final class AtEnd extends ItemListener {
        @Override
        public void onBeforeShutdown() {
            try {
                get().curfew.begin(SHUTDOWN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether somebody may take the build for done. */
    private static boolean looksDone(@CheckForNull Run<?, ?> run) {
        Result result = run == null || run.isBuilding() ? null : run.getResult();
        return result != null && result.isBetterOrEqualTo(Result.UNSTABLE);
    }

    /** Pipeline has loaded the builds that go on: from now on builds may be looked up. */
    void buildsAreLoaded() {
        loaded.countDown();
    }

    /** A build that is looked up while Pipeline is loading it may be loaded twice, and then it runs twice. */
    public boolean mayLookUpBuilds() {
        return loaded.getCount() == 0;
    }

    /** Waits until {@link #mayLookUpBuilds}; after a start that takes as long as loading the builds that go on. */
    public void awaitBuilds() throws InterruptedException {
        loaded.await();
    }

    private static LockName lockName(Place place) {
        return new LockName(place.server(), place.repository(), place.target());
    }

    private void forget(String id, @CheckForNull GateState end) {
        live.remove(id);
        LockDesk.get().onTurn(id, null);
        if (end != null && end.phase() == Phase.CLOSED) {
            freeLock(end);
        }
    }

    /** The run has released its lock itself; but one that was killed may have been remembered since. */
    static void freeLock(GateState end) {
        try {
            LockDesk.get().lockOf(null).release(end.lockName(), end.id());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The lock " + end.lockName() + " could not be given up", e);
        }
    }

    /** The run of a step that comes back after a restart: until it is at work nobody takes it for dead. */
    public void expect(String id) {
        expected.add(id);
    }

    /** The run of a step that came back has its end already. */
    public void arrived(String id) {
        expected.remove(id);
    }

    /** The step of a run ends without it; what the run has done is settled in the background. */
    public void giveUp(String id, @CheckForNull Run<?, ?> run) {
        expected.remove(id);
        Recovery.settleLater(id, run);
    }

    @Override
    public boolean isLive(String id) {
        return live.containsKey(id) || expected.contains(id);
    }

    /** What a run waits for in its phase, for people; empty when it does not wait, or is not at work here. */
    Optional<String> waitsFor(String id, Phase phase) {
        GateWorker worker = live.get(id);
        return worker != null
                        && worker.current() instanceof GateStep.Wait wait
                        && wait.state().phase() == phase
                ? Optional.ofNullable(wait.why())
                : Optional.empty();
    }

    @Override
    public boolean isComingBack(String id, String build) {
        return Resumption.mayBringBack(id, Run.fromExternalizableId(build));
    }

    @Override
    public boolean settle(String id, String build) {
        if (isLive(id)) {
            return false;
        }
        try {
            Run<?, ?> run = Run.fromExternalizableId(build);
            Optional<GateState> found = records.find(id, run).filter(Records::isOpen);
            if (found.isEmpty()) {
                return true;
            }
            Optional<Future<GateState>> end = Recovery.settle(found.get(), run);
            return end.isPresent()
                    ? !Records.isOpen(end.get().get(SETTLING.toSeconds(), TimeUnit.SECONDS))
                    : records.find(id, run).filter(Records::isOpen).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOGGER.log(Level.WARNING, "Run " + id + " could not be settled", e);
            return false;
        }
    }

    @Override
    public void abort(String id, String build) {
        Run<?, ?> run = Run.fromExternalizableId(build);
        Executor executor = run == null ? null : run.getExecutor();
        if (executor != null) {
            executor.interrupt(Result.ABORTED, new HeldTooLong());
        }
    }

    @Override
    public boolean isMerging(String id, String build) {
        try {
            return records.find(id, Run.fromExternalizableId(build))
                    .filter(state ->
                            CALLING.contains(state.phase()) && state.merge().mayStillLand())
                    .isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Lets the runs look again at once that wait for their turn, or for Gitea, and have to do with one of these branches of
     * a repository: it is their own, or their target. Quick.
     *
     * @param server host, with its port where it has one
     */
    public void wake(String server, RepositoryId repository, Set<String> branches) {
        for (GateWorker worker : live.values()) {
            if (worker.current() instanceof GateStep.Wait wait && isOf(wait.state(), server, repository, branches)) {
                worker.wake();
            }
        }
    }

    /** A run that backs off between two calls is left to wait: that is what it waits for. */
    private static boolean isOf(GateState state, String server, RepositoryId repository, Set<String> branches) {
        GateRequest request = state.request();
        return (state.phase() == Phase.QUEUED || state.phase() == Phase.AWAITING)
                && state.server().equals(server)
                && request.repository().toString().equalsIgnoreCase(repository.toString())
                && (branches.contains(request.branch()) || branches.contains(request.target()));
    }

    /** The build of a run at work is over; does nothing when it is not at work. */
    void bury(String id, RunCaller next) {
        GateWorker worker = live.get(id);
        if (worker != null) {
            worker.bury(next);
        }
    }

    /** How a record names the build that runs it: for people, and to find it again. */
    public static String holder(Run<?, ?> run) {
        return new BuildName(run.getParent().getFullName(), run.getNumber()).toString();
    }

    /** Whether the run took its lock and has not given it back, as far as its record says. */
    public static boolean holdsLock(GateState state) {
        return state.lock() != null
                && state.lock().acquiredAt() != null
                && state.lock().releasedAt() == null;
    }

    /** The build behind a record; null when it is gone. */
    @CheckForNull
    static Run<?, ?> build(GateState state) {
        return Run.fromExternalizableId(buildId(state));
    }

    /** The build of a record as {@link Run#getExternalizableId} names it. */
    static String buildId(GateState state) {
        String holder = state.request().holder();
        return BuildName.parse(holder).map(BuildName::id).orElse(holder);
    }
}
