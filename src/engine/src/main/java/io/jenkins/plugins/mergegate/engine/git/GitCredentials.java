// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.Secret;

/** User name and password (or token) for git over HTTP; they reach git through askpass and its environment only. */
public record GitCredentials(String username, Secret password) {}
