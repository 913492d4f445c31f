// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.faults;

import java.util.Map;

/** What a fault does to one request. */
public sealed interface Effect {

    /** Faults that decide about the answer; only one of them acts on a request. */
    sealed interface Answer extends Effect {}

    /** Faults that act beside the answer; all that match act. */
    sealed interface Side extends Effect {}

    /** This answer; the work is done before only if asked for. */
    record Respond(boolean afterWork, int status, String body, Map<String, String> headers) implements Answer {}

    /** No answer: the connection is closed. */
    record Cut(boolean afterWork) implements Answer {}

    /** The right answer, but the connection is closed after so many bytes of its body. */
    record Truncate(int bytes) implements Answer {}

    /** The right answer, slowly. */
    record Throttle(int bytesPerSecond) implements Answer {}

    /** A merge that moves the ref but leaves the pull request open, as after a failed post-receive hook. */
    record LeaveOpen(int status) implements Answer {}

    /** A merge that closes the pull request as merged although no ref moves. */
    record Phantom() implements Answer {}

    /** Runs something before or after the work. */
    record Run(boolean afterWork, Runnable task) implements Side {}

    /** Runs something in the middle of a merge. */
    record During(MergeMoment moment, Runnable task) implements Side {}
}
