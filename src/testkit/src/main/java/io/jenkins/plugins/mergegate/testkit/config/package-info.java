// SPDX-License-Identifier: MIT
/** Configurations that must be refused. */
package io.jenkins.plugins.mergegate.testkit.config;
