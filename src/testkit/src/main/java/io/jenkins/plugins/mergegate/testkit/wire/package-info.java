// SPDX-License-Identifier: MIT
/** The wire between a client and any server, and what can go wrong on it. */
package io.jenkins.plugins.mergegate.testkit.wire;
