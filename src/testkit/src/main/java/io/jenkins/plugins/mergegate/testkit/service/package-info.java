// SPDX-License-Identifier: MIT
/** What the server does: the rules of a merge, the git work, and what follows from a push. */
package io.jenkins.plugins.mergegate.testkit.service;
