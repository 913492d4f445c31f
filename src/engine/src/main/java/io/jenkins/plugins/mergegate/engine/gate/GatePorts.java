// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.hold.HoldStore;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import io.jenkins.plugins.mergegate.engine.lock.ProcessId;
import java.time.Clock;
import java.util.function.Function;

/**
 * What a gate works with.
 *
 * @param server host of the Gitea server, with its port where it has one: part of the lock's name
 * @param mirrors the mirror for a remote URL
 * @param owner the process that runs the gate, null where a build does
 */
public record GatePorts(
        GateConfig config,
        String server,
        GiteaClient gitea,
        Function<String, Mirror> mirrors,
        MergeLock lock,
        Journal journal,
        HoldStore holds,
        GateListener listener,
        Clock clock,
        ProcessId owner) {}
