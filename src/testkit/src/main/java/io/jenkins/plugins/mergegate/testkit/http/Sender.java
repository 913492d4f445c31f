// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an answer to the connection; a body that breaks off closes it. */
final class Sender {

    private Sender() {}

    static void send(HttpExchange exchange, Response response) throws IOException {
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean bodiless = response.length() == 0
                || response.status() == 204
                || response.status() == 304
                || exchange.getRequestMethod().equals("HEAD");
        if (bodiless) {
            exchange.sendResponseHeaders(response.status(), -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(response.status(), response.length() == Response.UNKNOWN ? 0 : response.length());
        OutputStream out = exchange.getResponseBody();
        response.body().write(out);
        out.close();
        exchange.close();
    }
}
