// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.function.UnaryOperator;

/** Changes to a configuration. */
final class GateConfigs {
    private GateConfigs() {}

    static UnaryOperator<GateConfig> enabled(boolean on) {
        return c -> copy(c, on, c.retry(), c.report());
    }

    static UnaryOperator<GateConfig> report(GateConfig.Report report) {
        return c -> copy(c, c.enabled(), c.retry(), report);
    }

    static UnaryOperator<GateConfig> retry(GateConfig.Retry retry) {
        return c -> copy(c, c.enabled(), retry, c.report());
    }

    private static GateConfig copy(GateConfig c, boolean on, GateConfig.Retry retry, GateConfig.Report report) {
        return new GateConfig(
                on,
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
                report);
    }
}
