// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.reaper.Reaper;
import io.jenkins.plugins.mergegate.engine.reaper.Reclaimed;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.lock.StaleLocks;
import io.jenkins.plugins.mergegate.run.GateRuns;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** One look at the merge locks. */
final class ReclaimStaleLocksExecution extends BackgroundExecution<List<Map<String, Object>>> {
    private static final long serialVersionUID = 1L;
    private static final String INLINE = "org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition";

    private static final int NEVER = Integer.MAX_VALUE;

    private final boolean dryRun;
    private final Integer maxAgeMinutes;
    private final String resourcePrefix;

    ReclaimStaleLocksExecution(StepContext context, boolean dryRun, Integer maxAgeMinutes, String resourcePrefix) {
        super(context);
        this.dryRun = dryRun;
        this.maxAgeMinutes = maxAgeMinutes;
        this.resourcePrefix = resourcePrefix;
    }

    @Override
    protected List<Map<String, Object>> run() throws Exception {
        ReclaimInput.maxAge(maxAgeMinutes);
        ReclaimInput.prefix(resourcePrefix);
        GateConfig.Reaper rules = rules(configured(), getContext().get(Run.class));
        GateRuns.get().awaitBuilds();
        Reaper.Tick tick = look(rules);
        print(tick, getContext().get(TaskListener.class).getLogger());
        return rows(tick.locks());
    }

    /** As Jenkins itself: a build that its user may not see is not gone. */
    @SuppressWarnings("try")
    private Reaper.Tick look(GateConfig.Reaper rules) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return new StaleLocks(LockDesk.get(), GateRuns.get(), resourcePrefix, Clock.systemUTC())
                    .tick(rules, dryRun, Duration.ZERO, Duration.ZERO);
        }
    }

    /** Somebody who writes this wants it done, whether or not the periodic reaper may. One look must be enough. */
    private GateConfig.Reaper rules(GateConfig.Reaper configured, Run<?, ?> build) {
        boolean free = isInline(build);
        if (maxAgeMinutes != null && !free) {
            throw new InvalidInput("maxAgeMinutes", "must not be given in a Jenkinsfile that is kept in a repository");
        }
        int given = maxAgeMinutes == null ? configured.maxRunningMinutes() : maxAgeMinutes;
        int maxAge = free ? given : NEVER;
        return new GateConfig.Reaper(true, configured.intervalSeconds(), 1, maxAge, true, configured.abortOverAge());
    }

    static GateConfig.Reaper configured() {
        return MergeGateConfiguration.get().toGateConfig().reaper();
    }

    /** Who may push a branch must not be able to take the locks of live runs away, however old they are. */
    static boolean isInline(Run<?, ?> build) {
        Job<?, ?> job = build.getParent();
        return job instanceof WorkflowJob pipeline
                && pipeline.getDefinition() != null
                && pipeline.getDefinition().getClass().getName().equals(INLINE);
    }

    void print(Reaper.Tick tick, PrintStream log) {
        for (Reclaimed lock : tick.locks()) {
            log.println(line(lock));
        }
        if (tick.locks().isEmpty()) {
            log.println("No merge lock is stale.");
        }
        tick.snapshot().errors().forEach(error -> log.println("ERROR: " + error));
    }

    private String line(Reclaimed lock) {
        String what = lock.resource() + ": held by " + lock.holder();
        if (lock.tier() == null) {
            return what + "; not held through the gate, left alone";
        }
        String done = dryRun ? "would be freed" : lock.reclaimed() ? "freed" : "not freed";
        return what + " for " + Texts.duration(lock.held()) + "; " + lock.tier() + ", " + done;
    }

    private static List<Map<String, Object>> rows(List<Reclaimed> locks) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Reclaimed lock : locks) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("resource", lock.resource());
            row.put("holder", lock.holder());
            row.put("tier", lock.tier() == null ? null : lock.tier().name());
            row.put("heldSeconds", lock.held().toSeconds());
            row.put("reclaimed", lock.reclaimed());
            rows.add(row);
        }
        return rows;
    }
}
