// SPDX-License-Identifier: MIT
/** The requests that the server saw. */
package io.jenkins.plugins.mergegate.testkit.traffic;
