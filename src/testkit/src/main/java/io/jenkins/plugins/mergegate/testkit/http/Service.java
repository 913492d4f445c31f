// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.faults.Script;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.io.IOException;
import java.util.Optional;

/** One part of the server, chosen by the path. */
public interface Service {

    /** Whether the request belongs here. */
    boolean owns(Request request);

    /** What kind of request it is. */
    Call classify(Request request);

    /** Does the work. Empty identity: the caller's credentials are wrong. */
    Response answer(Request request, Optional<Identity> identity, Script script) throws IOException;
}
