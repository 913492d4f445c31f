// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.trial;

import java.io.IOException;

/** What happens around the calls of a process. */
@FunctionalInterface
interface Hook {
    /** @throws IOException for the port to fail with */
    void at(Moment moment) throws IOException;
}
