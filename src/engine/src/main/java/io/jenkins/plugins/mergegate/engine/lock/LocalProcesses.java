// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The processes of this machine: what Java knows, and on Linux the exact start time from {@code /proc}. */
public final class LocalProcesses implements ProcessTable {
    private static final Path PROC = Path.of("/proc");
    /**
     * Fields of {@code /proc/<pid>/stat} after the name of the command, see proc(5): state is the 3rd, starttime the
     * 22nd.
     */
    private static final int STATE = 0;

    private static final int START_TIME = 22 - 3;

    /** The identity of this process, to be written wherever it holds something. */
    public static ProcessId self() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessId(
                host(),
                self.pid(),
                self.info().startInstant().orElse(null),
                text(PROC.resolve("sys/kernel/random/boot_id")),
                namespace(),
                look(self.pid()).map(Running::ticks).orElse(null));
    }

    @Override
    public Optional<Running> find(long pid) {
        return look(pid);
    }

    private static Optional<Running> look(long pid) {
        String stat = text(PROC.resolve(pid + "/stat"));
        if (stat == null) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(process -> new Running(null));
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        boolean zombie = fields[STATE].equals("Z") || fields[STATE].equals("X");
        return zombie ? Optional.empty() : Optional.of(new Running(Long.valueOf(fields[START_TIME])));
    }

    @Override
    public Instant startedAt(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElse(null);
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** From the kernel where possible: asking the network for this host's own name can take long. */
    private static String host() {
        String kernel = text(PROC.resolve("sys/kernel/hostname"));
        if (kernel != null && !kernel.isEmpty()) {
            return kernel;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            return null;
        }
    }
}
