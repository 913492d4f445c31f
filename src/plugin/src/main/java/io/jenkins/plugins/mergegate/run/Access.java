// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.place.Named;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.mergegate.place.PlaceOfRecord;
import io.jenkins.plugins.mergegate.place.Places;

/** Reaches the repository of a record again: secrets are not kept, so they are looked up anew. */
public final class Access {
    private Access() {}

    /**
     * For a build that goes on.
     *
     * @throws InvalidInput when its credentials, its server or its right to use them are gone
     */
    public static Place of(GateState state, Run<?, ?> run) {
        GateAction action = GateAction.of(run, state.id());
        GateRequest request = state.request();
        Named named = action != null
                ? action.named(state)
                : new Named(request.repository().toString(), request.branch(), request.target(), null, null, null, 0);
        Place place = Places.resolve(run, new EnvVars(), named, config(), true);
        if (!place.server().equals(state.server())) {
            throw new InvalidInput("server", "is another one than when the run began");
        }
        return place;
    }

    /**
     * For a dead run, with what is still there: the credentials of its build, else those of the configured server, else
     * none. Without any, git may not tell what became of a merge, and the run ends as held.
     *
     * @param run null when the build is gone
     */
    static Place ofDead(GateState state, @CheckForNull Run<?, ?> run) {
        if (run != null) {
            try {
                return of(state, run);
            } catch (RuntimeException e) {
                // Whatever a provider of credentials throws: the configured server may do.
            }
        }
        return withoutBuild(state);
    }

    /** With the credentials of the configured server, if there is one. */
    public static Place withoutBuild(GateState state) {
        return PlaceOfRecord.of(state, config());
    }

    private static GateConfig config() {
        return MergeGateConfiguration.get().toGateConfig();
    }
}
