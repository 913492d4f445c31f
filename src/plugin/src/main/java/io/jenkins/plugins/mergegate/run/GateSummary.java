// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.mergegate.engine.gate.Attempt;
import io.jenkins.plugins.mergegate.engine.gate.Candidate;
import io.jenkins.plugins.mergegate.engine.gate.Ending;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.GateState.LockRecord;
import io.jenkins.plugins.mergegate.engine.gate.MergeRecord;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.gate.Proof;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The record of a run in words, for its build page and its badge. Any field of a record may be missing: what is not known
 * is null, and is not shown.
 */
public final class GateSummary {
    private final Optional<GateState> state;
    private final Moment moment;
    private final GiteaLinks links;

    /**
     * What the record does not say.
     *
     * @param recorded whether there is a record at all; one that cannot be read counts
     * @param goesOn whether the run may still do something by itself
     * @param waitsFor null when it does not wait
     */
    public record Moment(
            boolean recorded, boolean goesOn, @CheckForNull String waitsFor, Instant now) {}

    /** @param href null for text without a link */
    public record Link(String text, @CheckForNull String href) {}

    /** @param found null when it was not looked at */
    public record Finding(@CheckForNull Boolean found, String text) {}

    /** A merge call; {@code pause} is null when there was none before it. */
    public record Call(
            int number,
            String status,
            @CheckForNull String kind,
            @CheckForNull String pause) {}

    public record Timing(String phase, String time) {}

    /** @param state empty before the first phase, or when the record is damaged */
    public GateSummary(Optional<GateState> state, Moment moment, GiteaLinks links) {
        this.state = state;
        this.moment = moment;
        this.links = links;
    }

    /** Whether the run has its end. */
    public boolean isOver() {
        return state.map(GateState::phase).orElse(null) == Phase.CLOSED;
    }

    /** Whether the page may be another one in a moment. */
    public boolean isBusy() {
        return !isOver() && moment.goesOn() && !isDamaged();
    }

    public Look getLook() {
        if (isOver()) {
            return Look.of(get(ending(), Ending::outcome));
        }
        return isBusy() ? Look.BUSY : Look.BAD;
    }

    /** What became of the run, in a few words. */
    public String getTitle() {
        if (isDamaged()) {
            return Messages.GateSummary_damaged();
        }
        if (state.isEmpty()) {
            return moment.goesOn() ? Messages.GateSummary_starting() : Messages.GateSummary_never();
        }
        if (!isOver()) {
            return moment.goesOn()
                    ? Messages.GateSummary_open(Wording.phase(state.get().phase()))
                    : Messages.GateSummary_left();
        }
        return ending().map(Ending::outcome).map(Wording::outcome).orElseGet(Messages::GateSummary_damaged);
    }

    /** Why it became so, to be put after the title; null when there is nothing more to say. */
    @CheckForNull
    public String getReason() {
        return isOver() ? ending().map(Ending::reason).map(Wording::reason).orElse(null) : null;
    }

    /** {@code OUTCOME} or {@code OUTCOME/REASON}, as logs and scripts have it; null while the run is not over. */
    @CheckForNull
    public String getCode() {
        if (!isOver()) {
            return null;
        }
        List<String> parts = Stream.of(ending().map(Ending::outcome), ending().map(Ending::reason))
                .flatMap(Optional::stream)
                .map(Object::toString)
                .toList();
        return parts.isEmpty() ? null : String.join("/", parts);
    }

    /** The sentence for people; null when the title has said it all. */
    @CheckForNull
    public String getMessage() {
        if (isDamaged()) {
            return Messages.GateSummary_damagedText();
        }
        if (isOver()) {
            return get(ending(), Ending::message);
        }
        return moment.goesOn() || state.isEmpty() ? moment.waitsFor() : Messages.GateSummary_leftText();
    }

    @CheckForNull
    public String getRepository() {
        return request().map(GateRequest::repository).map(Object::toString).orElse(null);
    }

    @CheckForNull
    public String getRepositoryLink() {
        return links.repository();
    }

    @CheckForNull
    public String getBranch() {
        return get(request(), GateRequest::branch);
    }

    @CheckForNull
    public String getTarget() {
        return get(request(), GateRequest::target);
    }

    /** The commit that is tested and merged; null before there is one. */
    @CheckForNull
    public Link getCandidate() {
        return commit(get(candidate(), Candidate::sha));
    }

    public boolean isRebased() {
        return candidate().map(Candidate::rebased).orElse(false);
    }

    /** Null before it is decided. */
    @CheckForNull
    public Boolean getRetested() {
        return get(state, GateState::retested);
    }

    public int getCatchUps() {
        return state.map(GateState::catchUps).orElse(0);
    }

    @CheckForNull
    public Link getMerged() {
        return commit(get(state, GateState::mergedSha));
    }

    @CheckForNull
    public Link getPullRequest() {
        Long number = get(merge(), MergeRecord::pullRequest);
        return number == null ? null : new Link("#" + number, links.pullRequest(number));
    }

    /** Empty when the run did not come to its proof. */
    public List<Finding> getProof() {
        Optional<Proof> proof = state.map(GateState::proof);
        return proof.isEmpty()
                ? List.of()
                : List.of(
                        finding("ancestry", get(proof, Proof::ancestry)),
                        finding("tree", get(proof, Proof::tree)),
                        finding("gitea", get(proof, Proof::gitea)));
    }

    /** The merge calls, in their order. */
    public List<Call> getCalls() {
        return merge().map(MergeRecord::attempts).orElse(List.of()).stream()
                .filter(Objects::nonNull)
                .map(GateSummary::call)
                .toList();
    }

    /** How long the run has waited for its lock so far; null when it did not ask for one. */
    @CheckForNull
    public String getLockWait() {
        Instant end = Optional.ofNullable(lockTime(LockRecord::acquiredAt)).orElse(lockTime(LockRecord::releasedAt));
        return span(lockTime(LockRecord::queuedAt), end);
    }

    /** How long the run has held its lock so far; null when it never got one. */
    @CheckForNull
    public String getLockHold() {
        return span(lockTime(LockRecord::acquiredAt), lockTime(LockRecord::releasedAt));
    }

    /** What the regression guard found; null when it was not asked. */
    @CheckForNull
    public Finding getRegression() {
        Regression found = get(state, GateState::regression);
        if (found == null) {
            return null;
        }
        List<String> missing = found.missing() == null ? List.of() : found.missing();
        if (!missing.isEmpty()) {
            return new Finding(false, Messages.GateSummary_missing(String.join(", ", missing)));
        }
        return found.checked() == 0
                ? new Finding(null, Messages.GateSummary_noMarkers())
                : new Finding(true, Messages.GateSummary_markers(found.checked()));
    }

    /** What the regression guard did not look for, and why; null for nothing. */
    @CheckForNull
    public String getRegressionSkipped() {
        return state.map(GateState::regression).map(Regression::skipped).orElse(null);
    }

    /** The time by phase, in the order they were entered. */
    public List<Timing> getTimings() {
        List<Timing> timings = new ArrayList<>();
        state.map(GateState::timings).orElse(Map.of()).forEach((phase, millis) -> {
            if (phase != null && millis != null) {
                timings.add(new Timing(phaseNamed(phase), Util.getTimeSpanString(Math.max(0, millis))));
            }
        });
        return timings;
    }

    /** When the phase of now began, as {@code <time datetime>} has it; null when the run does not go on. */
    @CheckForNull
    public String getSince() {
        return isBusy() ? state.map(GateState::phaseSince).map(Object::toString).orElse(null) : null;
    }

    /** How long ago that was. */
    @CheckForNull
    public String getSinceText() {
        return isBusy() ? span(get(state, GateState::phaseSince), null) : null;
    }

    /** The run in one line, for its badge. */
    public String getLine() {
        String about = getBranch() == null ? "" : getBranch() + " \u2192 " + getTarget() + ": ";
        return Texts.plain(about + getTitle() + (getReason() == null ? "" : ", " + getReason()));
    }

    private boolean isDamaged() {
        return state.isEmpty() && moment.recorded();
    }

    private Optional<Ending> ending() {
        return state.map(GateState::ending);
    }

    private Optional<GateRequest> request() {
        return state.map(GateState::request);
    }

    private Optional<Candidate> candidate() {
        return state.map(GateState::candidate);
    }

    private Optional<MergeRecord> merge() {
        return state.map(GateState::merge);
    }

    private Instant lockTime(Function<LockRecord, Instant> field) {
        return get(state.map(GateState::lock), field);
    }

    @CheckForNull
    private Link commit(@CheckForNull String sha) {
        return sha == null ? null : new Link(Texts.shortSha(sha), links.commit(sha));
    }

    private static Finding finding(String about, @CheckForNull Boolean found) {
        return new Finding(found, Wording.proof(about, found));
    }

    private static Call call(Attempt attempt) {
        Integer status = attempt.status();
        String answer = status == null
                ? Messages.GateSummary_unanswered()
                : status == 0 ? Messages.GateSummary_noAnswer() : Messages.GateSummary_status(String.valueOf(status));
        return new Call(
                attempt.number(),
                answer,
                attempt.kind() == null ? null : Wording.answer(attempt.kind()),
                attempt.waitMillis() <= 0 ? null : Util.getTimeSpanString(attempt.waitMillis()));
    }

    private static String phaseNamed(String name) {
        try {
            return Wording.phase(Phase.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** @param to null for now */
    @CheckForNull
    private String span(@CheckForNull Instant from, @CheckForNull Instant to) {
        if (from == null) {
            return null;
        }
        long millis = Duration.between(from, to == null ? moment.now() : to).toMillis();
        return Util.getTimeSpanString(Math.max(0, millis));
    }

    @CheckForNull
    private static <S, T> T get(Optional<S> source, Function<S, T> field) {
        return source.map(field).orElse(null);
    }
}
