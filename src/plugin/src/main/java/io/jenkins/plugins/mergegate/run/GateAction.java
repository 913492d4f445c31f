// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.BuildBadgeAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import io.jenkins.plugins.mergegate.place.Named;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;

/**
 * The record of one gate run on its build, and how to reach its repository again. Written as XML with the build, so plain
 * fields only: the record is the JSON text of the journal. It has names of credentials, never their values.
 */
public final class GateAction extends InvisibleAction implements RunAction2, BuildBadgeAction {
    private final String id;
    private final String server;
    private final String credentialsId;
    private final String gitCredentialsId;
    /** Null before the first phase. */
    private volatile String record;

    private transient volatile GateState state;
    private transient Run<?, ?> run;

    public GateAction(String id, Named named) {
        this.id = id;
        this.server = named.server();
        this.credentialsId = named.credentialsId();
        this.gitCredentialsId = named.gitCredentialsId();
    }

    /** Of the run; also the token of its lock. */
    public String getId() {
        return id;
    }

    /** The action of a run; null when the build has none. */
    @CheckForNull
    static GateAction of(Run<?, ?> run, String id) {
        return run.getActions(GateAction.class).stream()
                .filter(action -> action.id.equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Put on the build before the run does anything: whoever finds the build finds its run. A restart may do it twice. */
    public static void begin(Run<?, ?> run, GateAction action) throws IOException {
        if (of(run, action.id) == null) {
            run.addAction(action);
            run.save();
        }
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
    }

    /** When this returns the record is on the disk, unless its build is being deleted. */
    void write(GateState now) throws IOException {
        String text = ascii(new String(StateJson.write(now), StandardCharsets.UTF_8));
        synchronized (run) {
            String before = record;
            if (text.equals(before)) {
                return; // A run that waits writes the same again and again.
            }
            record = text;
            try {
                // A build that is gone must not come back as a directory with nothing in it but this.
                if (run.getRootDir().isDirectory()) {
                    run.save();
                }
            } catch (RuntimeException e) {
                // As when another action changes while the build is written.
                record = before;
                throw new IOException(e);
            } catch (IOException e) {
                record = before;
                throw e;
            }
            state = now;
        }
    }

    /** Beyond ASCII there are characters that XML does not give back as they were. */
    private static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (c < 0x7f) {
                text.append((char) c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.toString();
    }

    /** What was written last; empty before the first phase, or when it cannot be understood. */
    Optional<GateState> record() {
        if (state == null && record != null) {
            state = parse(record).orElse(null);
        }
        return Optional.ofNullable(state);
    }

    /** A record as a build keeps it; empty when it is damaged. */
    static Optional<GateState> parse(String text) {
        return StateJson.read(text.getBytes(StandardCharsets.UTF_8), GateState.class)
                .filter(GateState::isWhole);
    }

    /** What the step named, to reach the same repository again. */
    Named named(GateState of) {
        return new Named(
                of.request().repository().toString(),
                of.request().branch(),
                of.request().target(),
                server,
                credentialsId,
                gitCredentialsId,
                0);
    }

    /** For the build page. */
    public GateSummary getSummary() {
        Optional<GateState> found = record();
        boolean goesOn = run.isLogUpdated() || GateRuns.get().isLive(id);
        String waitsFor =
                found.flatMap(now -> GateRuns.get().waitsFor(id, now.phase())).orElse(null);
        GateSummary.Moment moment = new GateSummary.Moment(record != null, goesOn, waitsFor, Instant.now());
        return new GateSummary(found, moment, found.map(GateAction::links).orElse(GiteaLinks.NONE));
    }

    /** For the build history: all the runs of the build; null for every run but the first. */
    @CheckForNull
    public GateBadge getBadge() {
        List<GateAction> all = run.getActions(GateAction.class);
        return all.get(0) == this
                ? new GateBadge(all.stream().map(GateAction::getSummary).toList())
                : null;
    }

    private static GiteaLinks links(GateState state) {
        GateRequest request = state.request();
        return GiteaLinks.of(
                MergeGateConfiguration.get().toGateConfig().servers(),
                state.server(),
                request.repository(),
                state.facts() == null ? null : state.facts().remoteUrl());
    }
}
