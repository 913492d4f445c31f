// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One call of the {@code git} command.
 *
 * @param directory where it runs, null for the root of the host
 * @param arguments what follows {@code git}; never a secret
 * @param environment added to the scrubbed environment; never a secret
 * @param stdin null for none
 * @param timeout after which the whole process tree is killed
 * @param credentials null for a call that does not talk to the remote
 */
public record GitCall(
        String directory,
        List<String> arguments,
        Map<String, String> environment,
        String stdin,
        Duration timeout,
        GitCredentials credentials) {}
