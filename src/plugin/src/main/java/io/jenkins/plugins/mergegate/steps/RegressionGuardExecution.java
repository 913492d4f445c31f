// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.Globs;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.guard.Regression;
import io.jenkins.plugins.mergegate.engine.guard.RegressionGuard;
import io.jenkins.plugins.mergegate.engine.hold.Hold;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.place.Place;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Looks for the markers in the tip of the target; what git cannot tell is skipped with a warning. */
final class RegressionGuardExecution extends TargetExecution<Map<String, Object>> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> markers;
    private final String markersFile;

    RegressionGuardExecution(StepContext context, RegressionGuardStep step) throws InterruptedException {
        super(context, step);
        markers = new ArrayList<>(step.getMarkers());
        markersFile = step.getMarkersFile();
    }

    @Override
    Map<String, Object> look(Place place, Mirror mirror, GateConfig config) throws IOException, InterruptedException {
        Markers.check(markers);
        if (!isOn(config, place)) {
            Regression skipped = new Regression(0, List.of(), "the gate is switched off, or not rolled out to it");
            line(Texts.guarded(place.target(), 0, List.of(), skipped.skipped()));
            return report(skipped);
        }
        Clock clock = Clock.systemUTC();
        String tip = null;
        Regression found;
        try {
            tip = mirror.fetchTarget(place.target());
            found = new RegressionGuard(config, clock).check(mirror, tip, place.repository(), markers, markersFile);
        } catch (GitFailure failure) {
            found = new Regression(0, List.of(), unlessInterrupted(failure));
        }
        String text = Texts.guarded(place.target(), found.checked(), found.missing(), found.skipped());
        if (found.missing().isEmpty()) {
            line(text);
            return report(found);
        }
        close(place, tip, text, clock);
        return bad(report(found), text);
    }

    private static boolean isOn(GateConfig config, Place place) {
        return config.enabled()
                && (config.repositories().isEmpty()
                        || Globs.matchesRepository(config.repositories(), place.repository()));
    }

    private void close(Place place, String tip, String text, Clock clock) throws IOException, InterruptedException {
        String by = GateRuns.holder(getContext().get(Run.class));
        Hold hold = Hold.regressed(place.server(), place.repository(), place.target(), tip, text, by, clock.instant());
        try {
            HoldDesk.get().raise(hold);
        } catch (IOException e) {
            throw new AbortException(text + " The hold could not be written: " + e);
        }
    }

    private static Map<String, Object> report(Regression found) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("regressed", !found.missing().isEmpty());
        fields.put("missing", new ArrayList<>(found.missing()));
        fields.put("checked", found.checked());
        fields.put("skipped", found.skipped());
        return fields;
    }
}
