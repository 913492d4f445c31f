// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.api;

/** What a route asks of its caller before it does anything. */
enum Need {
    LOGIN,
    SITE_ADMIN,
    WRITE,
    REPOSITORY_ADMIN,
    PULLS,
    NOT_ARCHIVED
}
