// SPDX-License-Identifier: MIT
/**
 * An embedded Gitea for tests and the demo: {@link io.jenkins.plugins.mergegate.testkit.EmbeddedGitea} starts the server,
 * {@link io.jenkins.plugins.mergegate.testkit.EmbeddedRepository} is what a test does to a repository behind its back.
 */
package io.jenkins.plugins.mergegate.testkit;
