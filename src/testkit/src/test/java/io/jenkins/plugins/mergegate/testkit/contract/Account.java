// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

/** Somebody on the server, with a token that may do everything and one as a gate would have it. */
public record Account(String name, String allToken, String gateToken, Http all, Http api) {}
