// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;

/**
 * What is to be looked at.
 *
 * @param token null when there is none
 * @param repository null when only the server is looked at
 * @param target the branch that is merged into
 * @param report what the gate writes to Gitea
 */
public record Subject(Secret token, RepositoryId repository, String target, GateConfig.Report report) {}
