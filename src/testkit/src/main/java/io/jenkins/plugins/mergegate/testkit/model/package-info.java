// SPDX-License-Identifier: MIT
/** What the server knows: accounts, repositories, pull requests. No HTTP and no decisions. */
package io.jenkins.plugins.mergegate.testkit.model;
