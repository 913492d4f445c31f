// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.hold;

import java.io.IOException;
import java.util.List;

/** Where holds are kept. They survive restarts. */
public interface HoldStore {
    /** Raising the same id again changes nothing, unless the hold had expired. */
    void raise(Hold hold) throws IOException;

    /** All holds, oldest first. */
    List<Hold> list() throws IOException;

    /** Removes a hold and keeps a line about who released it and why. @return false when there is no such hold */
    boolean release(String id, String by, String reason) throws IOException;
}
