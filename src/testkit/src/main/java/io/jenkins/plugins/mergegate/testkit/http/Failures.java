// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.mergegate.testkit.service.Refusal;
import io.jenkins.plugins.mergegate.testkit.view.Json;

/** The error bodies of the API. */
public final class Failures {

    private Failures() {}

    public static Response of(Refusal refusal, boolean showInternal, String swagger) {
        if (refusal.shape().isPresent()) {
            return Response.json(refusal.status(), Json.tree(refusal.shape().get()));
        }
        if (refusal.isInternal()) {
            return internal(refusal.status(), showInternal ? refusal.getMessage() : "", swagger);
        }
        return internal(refusal.status(), refusal.getMessage(), swagger);
    }

    static Response internal(int status, String message) {
        return internal(status, message, "");
    }

    private static Response internal(int status, String message, String swagger) {
        ObjectNode body = Json.object().put("message", message).put("url", swagger);
        return Response.json(status, body);
    }
}
