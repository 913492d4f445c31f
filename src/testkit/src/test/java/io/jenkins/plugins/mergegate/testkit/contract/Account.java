// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

/** Somebody on the server, with a token that may do everything and one as a gate would have it. */
record Account(String name, String password, String allToken, Http all, Http api) {}
