// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection through the wire: a thread for each direction. */
final class Exchange {
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final String END_OF_HEADERS = "\r\n\r\n";
    private static final int DROP = 64;
    private static final long DROP_MILLIS = 5;
    private static final long DELAY_MILLIS = 2_000;

    private final FaultyWire wire;
    private final Socket client;
    private final Socket server;
    /** Whether the next bytes of the client begin a request: the answer to the last one has begun. */
    private volatile boolean fresh = true;
    /** What waits for the next answer; null for nothing. */
    private volatile WireFault fault;

    Exchange(FaultyWire wire, Socket client, Socket server) {
        this.wire = wire;
        this.client = client;
        this.server = server;
    }

    /** From the client to the server, until one of them is gone. */
    void requests() {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                WireFault found = fresh ? wire.faultOf(firstLine(buffer, read)) : null;
                fresh = false;
                if (found == null) {
                    out.write(buffer, 0, read);
                } else {
                    spoil(found, whole(buffer, read, in), out);
                }
                out.flush();
            }
            server.shutdownOutput();
        } catch (IOException e) {
            closeBoth();
        }
    }

    private void spoil(WireFault found, byte[] request, OutputStream out) throws IOException {
        fault = found;
        out.write(request);
        if (found == WireFault.CUT_AFTER_REQUEST) {
            out.flush();
            closeBoth();
        }
    }

    /** A request line is short and comes in one piece. */
    private static String firstLine(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
    }

    /** The request with its body; one without a length has no body, or goes on behind what is cut anyway. */
    private static byte[] whole(byte[] buffer, int length, InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(buffer, 0, length);
        int missing = missing(request);
        while (missing > 0) {
            byte[] more = new byte[missing];
            int read = in.read(more);
            if (read < 0) {
                break;
            }
            request.write(more, 0, read);
            missing = missing(request);
        }
        return request.toByteArray();
    }

    /** How many bytes must at least come before the request is whole. */
    private static int missing(ByteArrayOutputStream request) {
        String text = request.toString(StandardCharsets.ISO_8859_1);
        int headers = text.indexOf(END_OF_HEADERS);
        if (headers < 0) {
            return 1;
        }
        Matcher length = LENGTH.matcher(text.substring(0, headers));
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return headers + END_OF_HEADERS.length() + body - text.length();
    }

    /** From the server to the client, until one of them is gone. */
    void answers() {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                fresh = true;
                if (fault == WireFault.CUT_BEFORE_RESPONSE || fault == WireFault.CUT_AFTER_REQUEST) {
                    break;
                }
                deliver(buffer, read, out);
            }
        } catch (IOException e) {
            // One of them is gone.
        }
        closeBoth();
    }

    private void deliver(byte[] buffer, int length, OutputStream out) throws IOException {
        if (fault == WireFault.DELAY) {
            fault = null;
            pause(DELAY_MILLIS);
        }
        int step = fault == WireFault.THROTTLE ? DROP : length;
        for (int at = 0; at < length; at += step) {
            out.write(buffer, at, Math.min(step, length - at));
            out.flush();
            if (step < length) {
                pause(DROP_MILLIS);
            }
        }
    }

    private static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void closeBoth() {
        wire.close(client);
        wire.close(server);
    }
}
