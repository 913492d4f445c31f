// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.model;

import java.net.URI;
import java.util.Set;

/** Who is told about which events. */
public record Webhook(long id, URI target, String secret, Set<String> events) {

    public Webhook {
        events = Set.copyOf(events);
    }
}
