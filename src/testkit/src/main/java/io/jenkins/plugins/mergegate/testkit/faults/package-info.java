// SPDX-License-Identifier: MIT
/** The script of faults that a test writes and the server takes from. */
package io.jenkins.plugins.mergegate.testkit.faults;
