// SPDX-License-Identifier: MIT
/** The HTTP server: the way of a request, logins, and git over HTTP. */
package io.jenkins.plugins.mergegate.testkit.http;
