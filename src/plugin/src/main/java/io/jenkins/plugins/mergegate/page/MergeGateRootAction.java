// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import hudson.security.Permission;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.HoldRow;
import io.jenkins.plugins.mergegate.lock.AdmissionDesk;
import io.jenkins.plugins.mergegate.lock.LockDesk;
import io.jenkins.plugins.mergegate.place.Viewer;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import io.jenkins.plugins.mergegate.run.GateRuns;
import io.jenkins.plugins.mergegate.run.History;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.security.stapler.StaplerDispatchable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code /merge-gate/}: the dashboard, its API and its actions. Like all of Jenkins it needs Overall/Read. What it shows is
 * in memory: nobody who looks waits for a file, for git or for a build to be loaded.
 */
@Extension
@ExportedBean
public final class MergeGateRootAction implements RootAction {
    private static final Logger LOGGER = Logger.getLogger(MergeGateRootAction.class.getName());

    /** Null, so not in the side bar, for those who may not read Jenkins. */
    @Override
    @CheckForNull
    public String getIconFileName() {
        return Jenkins.get().hasPermission(Jenkins.READ) ? "symbol-merge-gate plugin-merge-gate" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.MergeGateRootAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "merge-gate";
    }

    public Api getApi() {
        return new Api(this);
    }

    /** For the view. */
    public Permission getManagePermission() {
        return MergeGatePermissions.MANAGE;
    }

    /** Whether locks are given out. */
    @Exported
    public AdmissionRow getAdmission() {
        return new AdmissionRow(AdmissionDesk.get().current());
    }

    /** Those with a holder, a queue, a hold or a run, by name; only those that the person may see something of. */
    @Exported
    public List<TargetRow> getTargets() {
        return targets().rows(Instant.now());
    }

    /** What is held now in those targets, oldest first. */
    @Exported
    public List<HoldRow> getHolds() {
        return targets().holds();
    }

    private static Targets targets() {
        return new Targets(
                new Viewer(), history(), LockDesk.get().views(), HoldDesk.get().lastRows());
    }

    /** Whether the holds could be read at the last look; if not, {@link #getHolds} is of a look before. */
    @Exported
    public boolean isHoldsReadable() {
        return HoldDesk.get().isReadable();
    }

    /** The page of runs that the request asks for; also an address of its own. */
    @Exported
    @StaplerDispatchable
    public RunPage getRuns() {
        return RunPage.asked(history(), new Viewer(), Stapler.getCurrentRequest2());
    }

    /** Null before the first look. */
    @Exported
    @CheckForNull
    public ReaperRow getReaper() {
        ReaperSnapshot last = MergeGateReaper.get().last();
        return last == null ? null : new ReaperRow(last);
    }

    /** What a person had reclaimed last. Null for nothing, and for those who may not manage the gate. */
    @Exported
    @CheckForNull
    public ReclaimRow getReclaim() {
        return Jenkins.get().hasPermission(MergeGatePermissions.MANAGE)
                ? ReclaimDesk.get().last()
                : null;
    }

    /** What a reclaim would free now, for those who may manage the gate; an address of its own. */
    @StaplerDispatchable
    public StalePage getStale() {
        Jenkins.get().checkPermission(MergeGatePermissions.MANAGE);
        if (!ReclaimDesk.get().mayLook()) {
            throw HttpResponses.errorWithoutStack(
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Jenkins is still loading builds; try again.");
        }
        return new StalePage(ReclaimDesk.get().preview());
    }

    /** For those who may manage the gate. */
    @POST
    public HttpResponse doReleaseHold(
            StaplerRequest2 request, @QueryParameter String id, @QueryParameter String reason) {
        return act(() -> HoldDesk.get().releaseByPerson(id, reason)
                ? Answer.done(request, HttpServletResponse.SC_OK, "The hold " + id + " is released.")
                : new Sentence(
                        HttpServletResponse.SC_NOT_FOUND,
                        "id is not that of a hold; perhaps it was released already."));
    }

    /** Frees locks that {@link #getStale} showed, each named by an {@code id}; for those who may manage the gate. */
    @POST
    public HttpResponse doReclaim(StaplerRequest2 request, @QueryParameter String reason) {
        String[] ids = request.getParameterValues("id");
        return act(() -> ReclaimDesk.get().reclaim(ids == null ? Set.of() : Set.copyOf(List.of(ids)), reason)
                ? Answer.done(
                        request,
                        HttpServletResponse.SC_ACCEPTED,
                        "The locks are being reclaimed; /merge-gate/api/json shows under reclaim what came of it.")
                : new Sentence(
                        HttpServletResponse.SC_CONFLICT,
                        "Another reclaim goes on, or Jenkins is still loading builds; try again."));
    }

    /** From now on nobody gets a merge lock; for those who may manage the gate. */
    @POST
    public HttpResponse doPause(StaplerRequest2 request, @QueryParameter String reason) {
        return act(() -> {
            AdmissionDesk.get().pause(reason);
            return Answer.done(request, HttpServletResponse.SC_OK, "The gate is paused: nobody gets a merge lock.");
        });
    }

    /** Only those who are in line now still get a merge lock; for those who may manage the gate. */
    @POST
    public HttpResponse doDrain(StaplerRequest2 request, @QueryParameter String reason) {
        return act(() -> {
            AdmissionDesk.get().drain(reason);
            return Answer.done(
                    request,
                    HttpServletResponse.SC_OK,
                    "The gate is drained: only those who are in line now still get a merge lock.");
        });
    }

    /** Everybody gets a merge lock in turn again; for those who may manage the gate. */
    @POST
    public HttpResponse doResume(StaplerRequest2 request, @QueryParameter String reason) {
        return act(() -> {
            AdmissionDesk.get().resume(reason);
            return Answer.done(request, HttpServletResponse.SC_OK, "The gate is open again.");
        });
    }

    private static History history() {
        return GateRuns.get().records().history();
    }

    private interface Act {
        HttpResponse run() throws IOException;
    }

    private static HttpResponse act(Act action) {
        try {
            return action.run();
        } catch (InvalidInput e) {
            return new Sentence(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What a person asked for could not be done", e);
            return new Sentence(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    "It could not be done; the log of Jenkins tells why.");
        }
    }
}
