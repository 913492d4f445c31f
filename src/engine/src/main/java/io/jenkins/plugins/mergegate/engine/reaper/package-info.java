// SPDX-License-Identifier: MIT
/** What counts as a dead holder of a lock, decided on plain values. Reading and freeing stand elsewhere. */
package io.jenkins.plugins.mergegate.engine.reaper;
