// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command {@code merge-gate}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        run(args, out, err);
    }

    static void run(String[] args, PrintStream out, PrintStream err) {
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.signal(out, err), "stop"));
        int exit = new Cli(System.getenv(), out, err, stop).run(args);
        out.flush();
        err.flush();
        stop.finish(exit);
        System.exit(exit);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
