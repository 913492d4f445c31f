// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import io.jenkins.plugins.mergegate.config.MergeGateConfiguration;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.List;

/** The Gitea servers of the configuration, for forms. */
final class ConfiguredServers {
    private ConfiguredServers() {}

    static List<String> names() {
        return servers().stream().map(GateConfig.Server::name).toList();
    }

    /** The address of a server; empty when there is none of that name. */
    static String url(String name) {
        return servers().stream()
                .filter(server -> server.name().equalsIgnoreCase(name))
                .map(GateConfig.Server::url)
                .findFirst()
                .orElse("");
    }

    /** @throws InvalidInput when there is none of that name */
    static void check(String name) {
        if (url(name).isEmpty()) {
            throw new InvalidInput("server", "is not the name of a configured Gitea server");
        }
    }

    private static List<GateConfig.Server> servers() {
        return MergeGateConfiguration.get().toGateConfig().servers();
    }
}
