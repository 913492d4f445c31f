// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.run.GateSummary.Link;
import io.jenkins.plugins.mergegate.run.GiteaLinks;
import io.jenkins.plugins.mergegate.run.Look;
import io.jenkins.plugins.mergegate.run.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** How the dashboard says what the API names in capitals and numbers. Made by the view, one for each time it is shown. */
public final class Show {
    private final Instant now = Instant.now();
    private final List<GateConfig.Server> servers =
            MergeGateConfiguration.get().toGateConfig().servers();

    /** How long ago that was. */
    public String ago(Date date) {
        return Util.getTimeSpanString(
                Math.max(0, Duration.between(date.toInstant(), now).toMillis()));
    }

    /** A moment as the API has it. */
    public Date date(String iso) {
        return Date.from(Instant.parse(iso));
    }

    /** As {@code <time datetime>} has it. */
    public String iso(Date date) {
        return date.toInstant().toString();
    }

    /** Null for null. */
    @CheckForNull
    public String span(@CheckForNull Long millis) {
        return millis == null ? null : Util.getTimeSpanString(millis);
    }

    public String phase(String name) {
        return Wording.phase(Phase.valueOf(name));
    }

    public String outcome(String name) {
        return Wording.outcome(Outcome.valueOf(name));
    }

    public String reason(String name) {
        return Wording.reason(Reason.valueOf(name));
    }

    public Look look(RunRow run) {
        if (!run.isOver()) {
            return Look.BUSY;
        }
        return Look.of(run.getOutcome() == null ? null : Outcome.valueOf(run.getOutcome()));
    }

    /** Null until there is one. */
    @CheckForNull
    public Link pullRequest(RunRow run) {
        Long number = run.getPullRequest();
        return number == null ? null : new Link("#" + number, links(run).pullRequest(number));
    }

    /** Null until there is one. */
    @CheckForNull
    public Link candidate(RunRow run) {
        return run.getCandidate() == null
                ? null
                : new Link(run.getShortCandidate(), links(run).commit(run.getCandidate()));
    }

    private GiteaLinks links(RunRow run) {
        return GiteaLinks.of(servers, run.getServer(), RepositoryId.parse(run.getRepository()), null);
    }
}
