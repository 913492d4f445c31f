// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.steps;

import hudson.AbortException;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step without a body that does its work in a thread of its own, as the user of its build, and that does it once more
 * after a restart of Jenkins: the work must end the same when it is done twice. Fields of subclasses are plain values.
 *
 * @param <T> of the result, readable by sandboxed scripts
 */
public abstract class BackgroundExecution<T> extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(BackgroundExecution.class.getName());

    private transient volatile Future<?> work;
    private transient volatile Throwable stopped;

    protected BackgroundExecution(StepContext context) {
        super(context);
    }

    /**
     * The work. An interruption means that nobody waits for it any more.
     *
     * @throws InvalidInput for a parameter that cannot be used; its sentence ends the step
     */
    protected abstract T run() throws Exception;

    @Override
    public final boolean start() {
        submit();
        return false;
    }

    @Override
    public final void onResume() {
        submit();
    }

    @Override
    public final void stop(Throwable cause) throws Exception {
        stopped = cause;
        Future<?> current = work;
        if (current != null) {
            current.cancel(true);
        }
        super.stop(cause);
    }

    @Override
    public final String getStatus() {
        Future<?> current = work;
        return current == null ? "not begun" : current.isDone() ? "done" : "at work, or waiting for a thread";
    }

    private void submit() {
        if (stopped == null) {
            work = BackgroundPool.submit(this::work);
        }
    }

    private void work(BooleanSupplier goesDown) {
        try {
            T result = runAsBuild();
            if (stopped == null && !goesDown.getAsBoolean()) {
                getContext().onSuccess(result);
            }
        } catch (Throwable failure) {
            // Whatever it is: a step that does not end would keep its build for ever.
            fail(failure, goesDown.getAsBoolean());
        }
    }

    @SuppressWarnings("try")
    private T runAsBuild() throws Exception {
        FlowExecution flow = getContext().get(FlowExecution.class);
        try (ACLContext user = ACL.as2(flow.getAuthentication2())) {
            return run();
        }
    }

    private void fail(Throwable failure, boolean goesDown) {
        if (stopped != null) {
            LOGGER.log(Level.FINE, "The work of a stopped step ended", failure);
        } else if (goesDown) {
            LOGGER.log(Level.FINE, "Jenkins goes down; the step begins anew when it is back", failure);
        } else {
            getContext()
                    .onFailure(failure instanceof InvalidInput ? new AbortException(failure.getMessage()) : failure);
        }
    }
}
