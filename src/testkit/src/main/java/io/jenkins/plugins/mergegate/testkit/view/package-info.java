// SPDX-License-Identifier: MIT
/** The JSON shapes of the API. */
package io.jenkins.plugins.mergegate.testkit.view;
