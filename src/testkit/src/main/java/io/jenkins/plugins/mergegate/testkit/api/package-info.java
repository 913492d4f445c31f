// SPDX-License-Identifier: MIT
/** The operations below /api/v1. */
package io.jenkins.plugins.mergegate.testkit.api;
