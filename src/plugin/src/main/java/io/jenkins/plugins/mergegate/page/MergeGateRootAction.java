// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.reaper.ReaperSnapshot;
import io.jenkins.plugins.mergegate.hold.HoldDesk;
import io.jenkins.plugins.mergegate.hold.HoldRow;
import io.jenkins.plugins.mergegate.reaper.MergeGateReaper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/** {@code /merge-gate/}: the API, and the release of a hold. Like all of Jenkins it needs Overall/Read. */
@Extension
@ExportedBean
public final class MergeGateRootAction implements RootAction {
    private static final Logger LOGGER = Logger.getLogger(MergeGateRootAction.class.getName());

    /** Not in the side bar: there is no page to show. */
    @Override
    @CheckForNull
    public String getIconFileName() {
        return null;
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

    /** What is held now, oldest first. */
    @Exported
    public List<HoldRow> getHolds() throws IOException {
        return HoldDesk.get().rows();
    }

    /** Null before the first look. */
    @Exported
    @CheckForNull
    public ReaperRow getReaper() {
        ReaperSnapshot last = MergeGateReaper.get().last();
        return last == null ? null : new ReaperRow(last);
    }

    /** For those who may manage the gate; leads back to where they were. */
    @POST
    public HttpResponse doReleaseHold(
            StaplerRequest2 request, @QueryParameter String id, @QueryParameter String reason) {
        try {
            if (HoldDesk.get().releaseByPerson(id, reason)) {
                return back(request);
            }
            return new Sentence(
                    HttpServletResponse.SC_NOT_FOUND, "id is not that of a hold; perhaps it was released already.");
        } catch (InvalidInput e) {
            return new Sentence(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "A hold could not be released", e);
            return new Sentence(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    "The hold could not be released; the log of Jenkins tells why.");
        }
    }

    /** Only to a page of this Jenkins, under the address it was called by or the one it knows itself by. */
    private static HttpResponse back(StaplerRequest2 request) {
        String referer = request.getReferer();
        Jenkins jenkins = Jenkins.get();
        boolean isOurs = referer != null
                && Stream.of(jenkins.getRootUrlFromRequest(), jenkins.getRootUrl())
                        .anyMatch(root -> root != null && referer.startsWith(root));
        return isOurs ? HttpResponses.redirectTo(referer) : HttpResponses.redirectToContextRoot();
    }
}
