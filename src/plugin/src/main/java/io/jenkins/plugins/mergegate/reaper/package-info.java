// SPDX-License-Identifier: MIT
/** What runs by itself now and then: bringing dead runs to an end, and looking at targets that changed without the gate. */
package io.jenkins.plugins.mergegate.reaper;
