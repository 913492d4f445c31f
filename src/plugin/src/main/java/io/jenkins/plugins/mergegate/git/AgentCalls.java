// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import hudson.remoting.Channel;
import hudson.remoting.ChannelClosedException;
import hudson.remoting.Future;
import hudson.remoting.RequestAbortedException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.agents.ControllerToAgentCallable;

/** Calls of one agent with bounded time. A call that is given up has ended there when this returns, if the agent can tell. */
final class AgentCalls {
    private static final Logger LOGGER = Logger.getLogger(AgentCalls.class.getName());

    /** How long the agent may take to stop what it does. */
    private static final Duration STOP = Duration.ofSeconds(15);

    private final VirtualChannel channel;
    private final String agent;

    AgentCalls(VirtualChannel channel, String agent) {
        this.channel = channel;
        this.agent = agent;
    }

    /** @param id under which {@code work} is known to {@link AgentWork} on the agent */
    <V> V ask(ControllerToAgentCallable<V, RuntimeException> work, String id, Duration limit) throws AgentFailure {
        if (Thread.currentThread().isInterrupted()) {
            throw new AgentFailure(Ending.INTERRUPTED, "Interrupted.", null);
        }
        Future<V> answer = start(work);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stop(answer, id);
            Thread.currentThread().interrupt();
            throw new AgentFailure(Ending.INTERRUPTED, "Interrupted.", e);
        } catch (TimeoutException e) {
            stop(answer, id);
            throw new AgentFailure(Ending.TIMED_OUT, "The agent " + agent + " does not answer.", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private <V> Future<V> start(ControllerToAgentCallable<V, RuntimeException> work) throws AgentFailure {
        try {
            return channel.callAsync(work);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    private AgentFailure failure(Throwable cause) {
        if (isLost(cause)) {
            LOGGER.log(Level.FINE, cause, () -> "Lost " + agent);
            return new AgentFailure(Ending.NOT_STARTED, "The connection to the agent " + agent + " is lost.", cause);
        }
        LOGGER.log(Level.WARNING, cause, () -> "A call of the gate failed on " + agent);
        return new AgentFailure(Ending.NOT_STARTED, "The agent " + agent + " could not do it: " + cause, cause);
    }

    private boolean isLost(Throwable cause) {
        return cause instanceof ChannelClosedException
                || cause instanceof RequestAbortedException
                || cause instanceof CancellationException
                || channel instanceof Channel remote && remote.isClosingOrClosed();
    }

    /** Interrupts the call on the agent and waits for its end, so that its locks may be released after. */
    private void stop(Future<?> answer, String id) {
        answer.cancel(true);
        try {
            channel.callAsync(new AgentWork.End(id, STOP.toMillis())).get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            LOGGER.log(Level.FINE, e, () -> "Unknown whether a call has ended on " + agent);
        }
    }
}
