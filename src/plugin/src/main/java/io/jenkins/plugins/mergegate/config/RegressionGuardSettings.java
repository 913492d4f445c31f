// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The search for markers in the target: {@code regressionGuard}. */
public final class RegressionGuardSettings implements Describable<RegressionGuardSettings> {
    private String enabled;
    private List<MarkerSettings> markers;

    /** All defaults. */
    @DataBoundConstructor
    public RegressionGuardSettings() {}

    RegressionGuardSettings(GateConfig.RegressionGuard guard) {
        enabled = String.valueOf(guard.enabled());
        markers = Settings.list(guard.markers(), MarkerSettings::new);
    }

    GateConfig.RegressionGuard toRegressionGuard() {
        return new GateConfig.RegressionGuard(
                isEnabled(), Settings.numbered("regressionGuard.markers", markers, MarkerSettings::toMarker));
    }

    public boolean isEnabled() {
        return Scalars.flag(
                "regressionGuard.enabled",
                enabled,
                config -> config.regressionGuard().enabled());
    }

    @DataBoundSetter
    public void setEnabled(String enabled) {
        this.enabled = Scalars.checked("regressionGuard.enabled", enabled);
    }

    public List<MarkerSettings> getMarkers() {
        return Settings.fixed(markers, marker -> marker);
    }

    @DataBoundSetter
    public void setMarkers(List<MarkerSettings> markers) {
        this.markers = Settings.list(markers, marker -> marker);
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<RegressionGuardSettings> {}
}
