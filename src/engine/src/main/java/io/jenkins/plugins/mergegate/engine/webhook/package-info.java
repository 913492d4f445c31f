// SPDX-License-Identifier: MIT
/** What Gitea's webhooks say, and whether it was Gitea who said it: pure. */
package io.jenkins.plugins.mergegate.engine.webhook;
