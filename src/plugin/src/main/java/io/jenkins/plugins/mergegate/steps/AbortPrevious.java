// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.model.Job;
import org.jenkinsci.plugins.workflow.job.properties.DisableConcurrentBuildsJobProperty;

/** A job whose new builds abort the running one: the push of the gate starts such a build. */
final class AbortPrevious {
    static final String WARNING = "Warning: this job has disableConcurrentBuilds(abortPrevious: true). When the gate"
            + " pushes the rebased branch, the build that the push starts will abort this one. Use"
            + " disableConcurrentBuilds() without abortPrevious.";

    private AbortPrevious() {}

    static boolean isOn(Job<?, ?> job) {
        DisableConcurrentBuildsJobProperty property = job.getProperty(DisableConcurrentBuildsJobProperty.class);
        return property != null && property.isAbortPrevious();
    }
}
