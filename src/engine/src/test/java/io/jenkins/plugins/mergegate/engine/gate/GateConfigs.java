// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.function.UnaryOperator;

/** Changes to a configuration. */
final class GateConfigs {
    private GateConfigs() {}

    static UnaryOperator<GateConfig> enabled(boolean on) {
        return c -> new GateConfig(
                on,
                c.repositories(),
                c.defaultTarget(),
                c.targets(),
                c.servers(),
                c.retry(),
                c.lock(),
                c.reaper(),
                c.regressionGuard(),
                c.holdBypassPriority(),
                c.holdExpiryHours(),
                c.committer(),
                c.report());
    }

    static UnaryOperator<GateConfig> report(GateConfig.Report report) {
        return c -> new GateConfig(
                c.enabled(),
                c.repositories(),
                c.defaultTarget(),
                c.targets(),
                c.servers(),
                c.retry(),
                c.lock(),
                c.reaper(),
                c.regressionGuard(),
                c.holdBypassPriority(),
                c.holdExpiryHours(),
                c.committer(),
                report);
    }

    static UnaryOperator<GateConfig> retry(GateConfig.Retry retry) {
        return c -> new GateConfig(
                c.enabled(),
                c.repositories(),
                c.defaultTarget(),
                c.targets(),
                c.servers(),
                retry,
                c.lock(),
                c.reaper(),
                c.regressionGuard(),
                c.holdBypassPriority(),
                c.holdExpiryHours(),
                c.committer(),
                c.report());
    }
}
