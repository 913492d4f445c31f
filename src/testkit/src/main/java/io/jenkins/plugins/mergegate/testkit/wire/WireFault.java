// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.wire;

/** What happens to one exchange. */
public enum WireFault {
    /** The server has the whole request, and then both ends lose each other. */
    CUT_AFTER_REQUEST,
    /** The server has done its work and answers; the client gets nothing of it. */
    CUT_BEFORE_RESPONSE,
    /** The client gets the answer two seconds late. */
    DELAY,
    /** The client gets the answer in drops. */
    THROTTLE
}
