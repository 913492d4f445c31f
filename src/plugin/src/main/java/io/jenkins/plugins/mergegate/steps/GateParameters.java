// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.gate.GateRequest;
import io.jenkins.plugins.mergegate.engine.gate.RetestPolicy;
import io.jenkins.plugins.mergegate.engine.gate.WhenBusy;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.place.Named;
import io.jenkins.plugins.mergegate.place.Place;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a {@code mergeGate} step was given, as plain values that survive a restart; null where nothing was given. */
final class GateParameters implements Serializable {
    private static final long serialVersionUID = 1L;

    static final String AUTO = "auto";
    static final String WAIT = "wait";
    static final String DEFER = "defer";
    static final String ALWAYS = "always";
    static final String WHEN_REBASED = "when-rebased";
    static final int MAX_CATCH_UPS = 3;

    String repository;
    String branch;
    String target;
    String server;
    String credentialsId;
    String gitCredentialsId;
    String mergeStyle;
    String retest = ALWAYS;
    String whenBusy = AUTO;
    int priority;
    int maxCatchUps = MAX_CATCH_UPS;
    ArrayList<String> markers = new ArrayList<>();
    boolean deleteBranch;
    boolean createPullRequest = true;
    String title;
    boolean propagate = true;

    Named named() {
        return new Named(repository, branch, target, server, credentialsId, gitCredentialsId, priority);
    }

    /** Checks what can be checked without the job. @throws InvalidInput named after the parameter */
    void check() {
        style();
        policy();
        busy();
    }

    /**
     * @param link null when Jenkins does not know its own address
     * @throws InvalidInput named after the parameter
     */
    GateRequest request(Place place, String holder, String link, boolean hasBody, boolean lastTry) {
        try {
            return new GateRequest(
                    holder,
                    link,
                    place.repository(),
                    place.remoteUrl(),
                    place.branch(),
                    place.target(),
                    style(),
                    hasBody,
                    policy(),
                    busy(),
                    priority,
                    maxCatchUps,
                    List.copyOf(markers),
                    deleteBranch,
                    createPullRequest,
                    title,
                    false,
                    lastTry);
        } catch (InvalidInput e) {
            throw e.field().equals("marker") ? e.as("markers") : e;
        }
    }

    boolean givesWay() {
        return !WAIT.equalsIgnoreCase(whenBusy);
    }

    private MergeStyle style() {
        try {
            return mergeStyle == null ? null : MergeStyle.parse(mergeStyle);
        } catch (InvalidInput e) {
            throw e.as("mergeStyle");
        }
    }

    private RetestPolicy policy() {
        return switch (retest.toLowerCase(Locale.ROOT)) {
            case ALWAYS -> RetestPolicy.ALWAYS;
            case WHEN_REBASED -> RetestPolicy.WHEN_REBASED;
            default -> throw new InvalidInput("retest", "must be always or when-rebased");
        };
    }

    private WhenBusy busy() {
        return switch (whenBusy.toLowerCase(Locale.ROOT)) {
            case AUTO, WAIT -> WhenBusy.WAIT;
            case DEFER -> WhenBusy.DEFER;
            default -> throw new InvalidInput("whenBusy", "must be auto, wait or defer");
        };
    }
}
