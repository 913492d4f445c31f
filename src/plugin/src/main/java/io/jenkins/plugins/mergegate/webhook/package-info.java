// SPDX-License-Identifier: MIT
/** {@code /merge-gate/webhook}: what Gitea tells of itself makes the gate look at once; it never decides anything. */
package io.jenkins.plugins.mergegate.webhook;
