// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.lock.LeaseFileLock;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.testkit.EmbeddedRepository;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Holds what happened on the server against the laws of the gate, when all runs are over and settled. It asks the server's
 * own record of every move of a ref and of every request, and git in the bare repository; what the gate says of itself is
 * only what is checked. People of a trial add files that nobody else has, so what is lost can be seen.
 */
final class Oracle {
    private static final String ZERO = "0".repeat(40);
    private static final Pattern HEAD = Pattern.compile("\"head_commit_id\":\"([0-9a-f]{40})\"");

    private final World world;
    private final EmbeddedRepository repository;
    private final List<String> broken = new ArrayList<>();
    private final List<GateState> runs;
    private final List<RefUpdate> moves;
    private final List<RefUpdate> merges;

    private Oracle(World world) {
        this.world = world;
        this.repository = world.repository;
        this.runs = runs(world);
        this.moves = repository.refLog();
        this.merges = repository.refLog(World.TARGET).stream()
                .filter(move -> move.cause() == RefUpdate.Cause.MERGE && isBot(move))
                .toList();
    }

    /** The laws that were broken, in words; empty when all hold. */
    static List<String> broken(World world) {
        Oracle oracle = new Oracle(world);
        oracle.onlyMergesWriteTheTarget();
        oracle.nobodyIsOverwritten();
        oracle.noChangeIsMergedTwice();
        oracle.everyMergeCallNamesACandidate();
        oracle.whoSaysMergedIsInTheTarget();
        oracle.nothingLandsUnnoticed();
        oracle.onlyGoodTreesEnterAnOpenTarget();
        oracle.nothingIsLeft();
        oracle.noTokenIsOnDisk();
        return oracle.broken;
    }

    /**
     * What each run told in the end; of one that could tell nothing any more, what was settled, and of one whose record is
     * lost, what it had written.
     */
    static List<GateState> runs(World world) {
        Map<String, GateState> runs = new LinkedHashMap<>(world.ledger.told());
        try {
            world.journal().recent(Integer.MAX_VALUE).forEach(state -> runs.putIfAbsent(state.id(), state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        world.ledger.written().forEach(runs::putIfAbsent);
        return List.copyOf(runs.values());
    }

    /** Law 1. */
    private void onlyMergesWriteTheTarget() {
        repository.refLog(World.TARGET).stream()
                .filter(move -> isBot(move) && move.cause() != RefUpdate.Cause.MERGE)
                .forEach(move -> broken.add("law 1: the gate wrote the target by " + move));
    }

    /** Law 2: what the gate overwrites is what a run saw when it began, or pushed itself, and no work of people is lost. */
    private void nobodyIsOverwritten() {
        Set<String> known = new HashSet<>();
        runs.forEach(run -> known.add(run.startSha()));
        Set<String> thrownAway = filesOfOldTargets();
        for (RefUpdate move : moves) {
            if (move.cause() != RefUpdate.Cause.PUSH || !isBot(move)) {
                continue;
            }
            if (!known.contains(move.before()) || move.after().equals(ZERO)) {
                broken.add("law 2: the gate pushed over what no run had seen: " + move);
                continue;
            }
            known.add(move.after());
            Set<String> lost = new HashSet<>(repository.files(move.before()));
            lost.removeAll(repository.files(move.after()));
            lost.removeAll(thrownAway);
            if (!lost.isEmpty()) {
                broken.add("law 2: " + lost + " were lost by " + move);
            }
        }
    }

    /** A rebase onto a target from which people threw something away does not bring it back. */
    private Set<String> filesOfOldTargets() {
        Set<String> files = new HashSet<>();
        for (RefUpdate move : repository.refLog(World.TARGET)) {
            if (!move.before().equals(ZERO) && !repository.isAncestor(move.before(), move.after())) {
                files.addAll(repository.files(move.before()));
            }
        }
        return files;
    }

    /** Law 4. */
    private void noChangeIsMergedTwice() {
        for (RefUpdate merge : merges) {
            if (repository.tree(merge.before()).equals(repository.tree(merge.after()))) {
                broken.add("law 4: an empty merge: " + merge);
            }
            if (repository.isAncestor(merge.head(), merge.before())) {
                broken.add("law 4: merged what was in the target already: " + merge);
            }
        }
    }

    /** Law 5. */
    private void everyMergeCallNamesACandidate() {
        Set<String> candidates = new HashSet<>();
        // A run that was rebased again has another candidate in the end, but it had pushed the earlier one.
        runs.stream()
                .filter(run -> run.candidate() != null)
                .forEach(run -> candidates.add(run.candidate().sha()));
        runs.forEach(run -> candidates.add(run.startSha()));
        moves.stream()
                .filter(move -> move.cause() == RefUpdate.Cause.PUSH)
                .forEach(move -> candidates.add(move.after()));
        world.server.requests().stream()
                .filter(request ->
                        request.call() == Call.MERGE && request.user().equals(World.BOT))
                .forEach(request -> {
                    Matcher head = HEAD.matcher(request.body());
                    if (!head.find() || !candidates.contains(head.group(1))) {
                        broken.add("law 5: a merge call without a validated head: " + request.body());
                    }
                });
    }

    /** Law 3. People may have thrown it away again later, so every tip that the target ever had counts. */
    private void whoSaysMergedIsInTheTarget() {
        for (GateState run : runs) {
            if (run.ending() == null) {
                continue;
            }
            if (run.ending().outcome() == Outcome.MERGED) {
                String merged = run.mergedSha();
                boolean proven = merged != null
                        && wasInTarget(merged)
                        && repository.tree(merged).equals(run.candidate().tree());
                if (!proven) {
                    broken.add("law 3: it says MERGED and git does not: " + brief(run));
                }
            }
            boolean alreadyIn = run.ending().outcome() == Outcome.ALREADY_IN_MAIN && run.candidate() != null;
            if (alreadyIn
                    && !wasInTarget(run.candidate().sha())
                    && !contentWasInTarget(run.candidate().sha())) {
                broken.add("law 3: it says ALREADY_IN_MAIN and git does not: " + brief(run));
            }
        }
    }

    private boolean wasInTarget(String sha) {
        return tips().stream().anyMatch(tip -> repository.isAncestor(sha, tip));
    }

    private boolean contentWasInTarget(String sha) {
        Set<String> files = repository.files(sha);
        return tips().stream().anyMatch(tip -> repository.files(tip).containsAll(files));
    }

    /** Every tip of the target, the latest first: most of what was there still is. */
    private List<String> tips() {
        List<String> tips = new ArrayList<>();
        repository.refLog(World.TARGET).forEach(move -> tips.add(0, move.after()));
        tips.removeIf(ZERO::equals);
        return tips;
    }

    /** Whose merge entered the target says so, or a person must look, as where its record was lost. */
    private void nothingLandsUnnoticed() {
        for (RefUpdate merge : standing()) {
            boolean told = runs.stream()
                    .filter(run -> run.candidate() != null
                            && run.ending() != null
                            && run.candidate().sha().equals(merge.head()))
                    .map(run -> run.ending().outcome())
                    .anyMatch(outcome -> outcome == Outcome.MERGED || outcome == Outcome.HELD);
            if (!told && !wasClosed()) {
                broken.add("a merge landed and no run tells of it: " + merge);
            }
        }
        Set<String> claimed = new HashSet<>();
        runs.stream()
                .filter(run -> run.ending() != null && run.ending().outcome() == Outcome.MERGED)
                .filter(run -> !claimed.add(run.mergedSha()))
                .forEach(run -> broken.add("two runs say that they made the same merge: " + brief(run)));
    }

    /** Without what people threw out of the target again, perhaps before anybody could look. */
    private List<RefUpdate> standing() {
        String target = repository.head(World.TARGET);
        return merges.stream()
                .filter(merge -> repository.isAncestor(merge.after(), target))
                .toList();
    }

    private void onlyGoodTreesEnterAnOpenTarget() {
        for (RefUpdate merge : standing()) {
            String tree = repository.tree(merge.after());
            boolean accepted = runs.stream()
                    .anyMatch(run -> run.request().retest() == RetestPolicy.WHEN_REBASED
                            && Boolean.FALSE.equals(run.retested())
                            && tree.equals(run.candidate().tree()));
            if (!world.ledger.isGood(tree) && !accepted && !wasClosed() && !isUnknown(merge)) {
                broken.add("a tree that nobody tested entered an open target: " + merge);
            }
        }
    }

    /** Git could not be asked any more: the run says that nobody knows, and a person must look. */
    private boolean isUnknown(RefUpdate merge) {
        return runs.stream()
                .filter(run -> run.candidate() != null && run.candidate().sha().equals(merge.head()))
                .filter(run -> run.ending() != null && run.ending().outcome() == Outcome.HELD)
                .anyMatch(run -> run.ending().message().contains("is not known"));
    }

    private boolean wasClosed() {
        try {
            return Stream.concat(
                            world.holds().list().stream(),
                            world.holds().released().stream().map(line -> line.hold()))
                    .anyMatch(hold -> hold.scope() == Hold.Scope.TARGET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void nothingIsLeft() {
        nextOneGetsTheLock();
        Leftovers.in(world).forEach(left -> broken.add("left behind: " + left));
        world.ledger.told().values().stream()
                .filter(run -> run.ending() == null)
                .forEach(run -> broken.add("a run without an end: " + brief(run)));
        try {
            world.journal().unfinished().forEach(run -> broken.add("unfinished: " + brief(run)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever stands in line next drops the places of the dead, and must not wait behind them. */
    private void nextOneGetsTheLock() {
        LockName name = new LockName(world.name(), RepositoryId.parse(repository.fullName()), World.TARGET);
        LockRequest request = new LockRequest(name, "next", "next", 0, world.clock.instant());
        try {
            LeaseFileLock lock = world.lock();
            LockAttempt attempt = lock.tryAcquire(request);
            lock.release(name, "next");
            if (attempt instanceof LockAttempt.Busy busy) {
                broken.add("the lock is not free: " + busy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Law 8. */
    private void noTokenIsOnDisk() {
        for (String token : world.tokens) {
            Stream.of(world.state, world.work)
                    .flatMap(directory -> Tokens.filesWith(token, directory).stream())
                    .forEach(file -> broken.add("law 8: the token is in " + file));
        }
    }

    private static boolean isBot(RefUpdate move) {
        return move.user().equals(World.BOT);
    }

    static String brief(GateState run) {
        String end = run.ending() == null
                ? run.phase() + (run.phase() == Phase.CLOSED ? "" : " (open)")
                : run.ending().outcome()
                        + (run.ending().reason() == null
                                ? ""
                                : "/" + run.ending().reason())
                        + ": " + run.ending().message();
        return run.id().substring(0, 8) + " " + run.request().branch() + " " + end;
    }
}
