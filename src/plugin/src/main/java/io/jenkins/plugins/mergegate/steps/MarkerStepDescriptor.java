// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of a step with {@code markers}: a list in a script, one a line in the form. */
public abstract class MarkerStepDescriptor extends GateStepDescriptor {
    @Override
    public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        JSONObject bound = form;
        if (form.get(Markers.FIELD) instanceof String text) {
            bound = JSONObject.fromObject(form);
            bound.put(Markers.FIELD, JSONArray.fromObject(Markers.lines(text)));
        }
        return super.newInstance(request, bound);
    }

    /** For the form. */
    public final String joined(List<String> markers) {
        return markers == null ? "" : String.join("\n", markers);
    }

    @POST
    public final FormValidation doCheckMarkers(@AncestorInPath Item item, @QueryParameter String value) {
        return FormGuard.of(item).validate(() -> Markers.check(Markers.lines(value)));
    }
}
