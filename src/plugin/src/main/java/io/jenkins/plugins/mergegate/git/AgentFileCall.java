// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import jenkins.agents.ControllerToAgentCallable;

/**
 * Deletes or looks for a file of the gate on an agent, as {@link LocalGitHost} does it: below its root only, and without
 * following links.
 */
record AgentFileCall(String id, boolean delete, String root, String path)
        implements ControllerToAgentCallable<String, RuntimeException> {
    private static final long serialVersionUID = 1L;

    /** The answer is null, or why it could not be deleted. */
    static AgentFileCall delete(String root, String path) {
        return new AgentFileCall(UUID.randomUUID().toString(), true, root, path);
    }

    /** The answer is the path, or null when there is nothing. */
    static AgentFileCall exists(String root, String path) {
        return new AgentFileCall(UUID.randomUUID().toString(), false, root, path);
    }

    @Override
    public String call() {
        return AgentWork.run(id, () -> delete ? doDelete() : doExists());
    }

    private String doDelete() {
        try {
            new LocalGitHost(Path.of(root)).delete(path);
            return null;
        } catch (IOException e) {
            String text = e.getMessage();
            return text == null ? e.getClass().getSimpleName() : text;
        }
    }

    private String doExists() {
        return new LocalGitHost(Path.of(root)).exists(path) ? path : null;
    }

    @Override
    public String toString() {
        return "merge-gate files " + id;
    }
}
