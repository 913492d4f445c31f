// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.slaves.DumbSlave;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.agents.ControllerToAgentCallable;

/** The process of an agent and what runs below it, seen from the same machine. */
final class AgentProcess {
    private AgentProcess() {}

    record Pid() implements ControllerToAgentCallable<Long, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }

    record Threads() implements ControllerToAgentCallable<String, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .collect(Collectors.joining("\n"));
        }
    }

    static long pid(DumbSlave agent) throws IOException, InterruptedException {
        long pid = agent.getChannel().call(new Pid());
        if (pid == ProcessHandle.current().pid()) {
            throw new IllegalStateException("The agent is no process of its own.");
        }
        return pid;
    }

    static String threads(DumbSlave agent) {
        try {
            return agent.getChannel().call(new Threads());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The git processes of an agent that are alive. */
    static List<ProcessHandle> gits(long agent) {
        return ProcessHandle.of(agent).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process.pid()).contains("git"))
                .toList();
    }

    /** All arguments of the agent and of all that runs below it. */
    static String commandLines(long agent) {
        return ProcessHandle.of(agent).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> commandLine(process.pid()))
                .collect(Collectors.joining("\n"));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
