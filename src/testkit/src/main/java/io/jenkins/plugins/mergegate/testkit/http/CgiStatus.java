// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import java.util.Map;

/** The status line of a CGI answer, which is a header. */
final class CgiStatus {

    private CgiStatus() {}

    /** Takes the status out of the headers. */
    static int of(Map<String, String> headers) {
        String status = headers.remove("Status");
        return status == null ? 200 : Integer.parseInt(status.split(" ")[0]);
    }
}
