// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request as it is written, without a client that tidies up its path or its length. */
final class RawRequest {
    private static final int PATIENCE_SECONDS = 20;

    private final URL server;
    private final String line;
    private final Map<String, String> headers = new LinkedHashMap<>();

    /** @param path below the context path of Jenkins, such as {@code /merge-gate/webhook} */
    RawRequest(URL jenkins, String method, String path) {
        server = jenkins;
        line = method + " " + jenkins.getPath().replaceFirst("/$", "") + path + " HTTP/1.1";
        header("Host", jenkins.getAuthority());
        header("Connection", "close");
    }

    record Reply(int status, String text, long bytesSent) {}

    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** Null for none. */
    RawRequest header(String name, String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    Reply send(byte[] body) throws Exception {
        return header("Content-Length", String.valueOf(body.length)).send(out -> out.write(body));
    }

    /** Writes for as long as the server takes it. */
    Reply send(Body body) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_SECONDS * 1000);
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(socket));
            Counted out = new Counted(socket.getOutputStream());
            try {
                StringBuilder head = new StringBuilder(line).append("\r\n");
                headers.forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
                out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
                body.write(out);
                out.flush();
            } catch (IOException e) {
                // The server had enough; what it says is still to be read.
            }
            String text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Reply(Integer.parseInt(text.split(" ", 3)[1]), text, out.count);
        }
    }

    private static String read(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[8192];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                all.write(chunk, 0, count);
            }
        } catch (IOException e) {
            // A reset after the answer.
        }
        return all.toString(ISO_8859_1);
    }

    private static final class Counted extends OutputStream {
        private final OutputStream out;
        private long count;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
