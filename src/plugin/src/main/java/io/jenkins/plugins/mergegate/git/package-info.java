// SPDX-License-Identifier: MIT
/** Git where the build is: on its agent, and the candidate in its workspace. */
package io.jenkins.plugins.mergegate.git;
