// SPDX-License-Identifier: MIT
/**
 * Gate runs in this Jenkins: each at work on a thread of its own lane, all of them known by their token, and those of
 * dead builds brought to an end.
 */
package io.jenkins.plugins.mergegate.run;
