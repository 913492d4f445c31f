// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The refs that a push wants to move, read from the head of its request. */
record PushCommands(List<Command> commands) {

    /** One wish: from where to where. */
    record Command(String before, String after, String ref) {}

    PushCommands {
        commands = List.copyOf(commands);
    }

    static PushCommands read(Request request) throws IOException {
        List<Command> commands = new ArrayList<>();
        byte[] body = plain(request);
        int at = 0;
        while (at + 4 <= body.length) {
            int length = Integer.parseInt(new String(body, at, 4, StandardCharsets.US_ASCII), 16);
            if (length < 4) {
                break;
            }
            String line = new String(body, at + 4, length - 4, StandardCharsets.UTF_8);
            String[] words = line.split("\0", 2)[0].strip().split(" ", 3);
            if (words.length == 3 && words[0].length() == 40) {
                commands.add(new Command(words[0], words[1], words[2]));
            }
            at += length;
        }
        return new PushCommands(commands);
    }

    private static byte[] plain(Request request) throws IOException {
        if (!request.header("Content-Encoding").equals("gzip")) {
            return request.body();
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            return unzipped.readAllBytes();
        }
    }
}
