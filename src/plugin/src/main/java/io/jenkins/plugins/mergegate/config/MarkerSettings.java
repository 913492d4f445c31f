// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static java.util.Objects.requireNonNullElse;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A text that must still occur in the target after a merge: an entry of {@code regressionGuard.markers}. */
public final class MarkerSettings implements Describable<MarkerSettings> {
    /** What a marker that names no repository applies to. */
    private static final String ALL = "*";

    private final String text;
    private String repository;
    private String path;

    @DataBoundConstructor
    public MarkerSettings(String text) {
        this.text = text;
    }

    MarkerSettings(GateConfig.MarkerRule marker) {
        this(marker.text());
        repository = marker.repository();
        path = marker.path();
    }

    GateConfig.MarkerRule toMarker(String field) {
        return new GateConfig.MarkerRule(getRepository(), Settings.required(field + ".text", text), path);
    }

    public String getText() {
        return text;
    }

    public String getRepository() {
        return requireNonNullElse(repository, ALL);
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = repository;
    }

    /** Null = anywhere in the repository. */
    @CheckForNull
    public String getPath() {
        return path;
    }

    @DataBoundSetter
    public void setPath(String path) {
        this.path = Util.fixEmpty(path);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<MarkerSettings> {
        @POST
        public FormValidation doCheckText(@QueryParameter String value, @QueryParameter String path) {
            return FieldChecks.passed(FieldChecks.marker(new MarkerSettings(value)), value, path);
        }

        @POST
        public FormValidation doCheckRepository(@QueryParameter String value) {
            MarkerSettings marker = new MarkerSettings("x");
            marker.setRepository(value);
            return FieldChecks.marker(marker);
        }

        @POST
        public FormValidation doCheckPath(@QueryParameter String value) {
            MarkerSettings marker = new MarkerSettings("x");
            marker.setPath(value);
            return FieldChecks.marker(marker);
        }
    }
}
