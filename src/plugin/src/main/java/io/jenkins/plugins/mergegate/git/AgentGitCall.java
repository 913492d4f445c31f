// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import jenkins.agents.ControllerToAgentCallable;

/**
 * One call of git on its way to an agent. Its text form, which Remoting puts into logs, holds its id alone.
 *
 * @param output where standard output goes, compressed; null to keep it for the answer
 */
record AgentGitCall(
        String id,
        String root,
        String executable,
        String directory,
        ArrayList<String> arguments,
        HashMap<String, String> environment,
        String stdin,
        long timeoutMillis,
        AgentCredentials credentials,
        RemoteOutputStream output)
        implements ControllerToAgentCallable<AgentAnswer, RuntimeException> {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER = 1 << 16;

    static AgentGitCall of(String root, String executable, GitCall call, RemoteOutputStream output) {
        return new AgentGitCall(
                UUID.randomUUID().toString(),
                root,
                executable,
                call.directory(),
                new ArrayList<>(call.arguments()),
                new HashMap<>(call.environment()),
                call.stdin(),
                call.timeout().toMillis(),
                AgentCredentials.of(call.credentials()),
                output);
    }

    @Override
    public AgentAnswer call() {
        return AgentWork.run(id, () -> AgentAnswer.of(File.separatorChar == '/' ? git() : notUnix()));
    }

    private GitResult git() {
        LocalGitHost host = new LocalGitHost(Path.of(root), executable);
        GitCall call = new GitCall(
                directory,
                List.copyOf(arguments),
                Map.copyOf(environment),
                stdin,
                Duration.ofMillis(timeoutMillis),
                credentials == null ? null : credentials.toCredentials());
        return output == null ? host.run(call) : stream(host, call);
    }

    /**
     * Compressed, so that little is still under way when git ends. This thread closes the stream, for Remoting keeps the
     * order of what one thread sends: the end of the stream comes after all that was written and before the answer.
     */
    private GitResult stream(LocalGitHost host, GitCall call) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        DeflaterOutputStream compressed = new DeflaterOutputStream(output, deflater, BUFFER);
        GitResult result = host.stream(call, compressed);
        // A channel may break when an interrupted thread writes to it.
        Thread.interrupted();
        if (result.ending() == Ending.EXITED) {
            finish(compressed);
            deflater.end();
        }
        // Otherwise a thread may still be at work with the deflater, which then ends with the garbage.
        close();
        return result;
    }

    private static void finish(DeflaterOutputStream compressed) {
        try {
            compressed.finish();
        } catch (IOException e) {
            // The controller wants no more: it knows.
        }
    }

    private void close() {
        try {
            output.close();
        } catch (IOException e) {
            // The channel is gone, and nobody waits for the answer either.
        }
    }

    private static GitResult notUnix() {
        return new GitResult(Ending.NOT_STARTED, -1, "", "The gate runs git on agents with a Unix system only.");
    }

    @Override
    public String toString() {
        return "merge-gate git " + id;
    }
}
