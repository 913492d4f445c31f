// SPDX-License-Identifier: MIT
/** Real git: commands in a scrubbed environment, fixtures, and bare repositories without a work tree. */
package io.jenkins.plugins.mergegate.testkit.git;
