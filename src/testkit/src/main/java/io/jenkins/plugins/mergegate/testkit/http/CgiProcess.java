// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.git.GitEnvironment;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs git http-backend for one request. */
final class CgiProcess implements AutoCloseable {

    private final Process process;
    private final InputStream output;

    private CgiProcess(Process process) {
        this.process = process;
        this.output = new BufferedInputStream(process.getInputStream());
    }

    static CgiProcess start(Path directory, Map<String, String> variables, byte[] input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        GitEnvironment.scrub(builder.environment());
        builder.environment().putAll(variables);
        Process process = builder.start();
        CgiProcess cgi = new CgiProcess(process);
        cgi.feed(input);
        return cgi;
    }

    private void feed(byte[] input) {
        Thread feeder = new Thread(() -> {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // The backend has seen enough; its answer tells why.
            }
        });
        feeder.setDaemon(true);
        feeder.start();
    }

    /** Reads the header lines of the answer. */
    Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    void copyTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
            out.write(buffer, 0, n);
            if (output.available() == 0) {
                out.flush();
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = output.read(); c >= 0 && c != '\n'; c = output.read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
