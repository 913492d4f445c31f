// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.time.Duration;

/**
 * What came over the wire.
 *
 * @param body null when it was cut, too slow or too long
 * @param timedOut whether the missing body ran into a timeout
 * @param retryAfter null when the server did not say
 */
record HttpAnswer(int status, String body, boolean timedOut, Duration retryAfter) {
    boolean ok() {
        return status >= 200 && status < 300;
    }
}
