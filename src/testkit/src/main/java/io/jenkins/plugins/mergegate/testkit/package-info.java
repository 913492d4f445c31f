// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit;
