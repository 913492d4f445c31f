// SPDX-License-Identifier: MIT
/** The log of what people and the gate decide. */
package io.jenkins.plugins.mergegate.audit;
