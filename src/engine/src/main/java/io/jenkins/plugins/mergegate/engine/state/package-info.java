// SPDX-License-Identifier: MIT
/** Small files that survive crashes: what lock, journal and holds of the command are kept in. */
package io.jenkins.plugins.mergegate.engine.state;
