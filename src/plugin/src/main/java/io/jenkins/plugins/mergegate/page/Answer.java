// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;

/** What an action that was carried out answers. */
final class Answer {
    private Answer() {}

    /** A browser that sent a form is led back to where it was; anybody else is told with a status and a sentence. */
    static HttpResponse done(StaplerRequest2 request, int status, String sentence) {
        String accept = request.getHeader("Accept");
        boolean isBrowser = accept != null && accept.contains("text/html");
        return isBrowser ? back(request) : new Sentence(status, sentence);
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
