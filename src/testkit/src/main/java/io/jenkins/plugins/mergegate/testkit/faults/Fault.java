// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.faults;

import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One fault in words: which calls, how often, and what happens. The last word scripts it. */
public final class Fault {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json;charset=utf-8");
    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html; charset=utf-8");

    private final Faults faults;
    private final Call call;
    private Predicate<RequestRecord> condition = request -> true;
    private int skip;
    private int times = 1;

    Fault(Faults faults, Call call) {
        this.faults = faults;
        this.call = call;
    }

    public Fault once() {
        return times(1);
    }

    public Fault times(int count) {
        times = count;
        return this;
    }

    public Fault always() {
        times = Faults.ALWAYS;
        return this;
    }

    /** Leaves the first calls of this kind alone. */
    public Fault skip(int count) {
        skip = count;
        return this;
    }

    /** Only requests like this. */
    public Fault when(Predicate<RequestRecord> wanted) {
        condition = condition.and(wanted);
        return this;
    }

    /** Answers without doing the work. */
    public void respond(int status, String body) {
        respond(status, body, JSON);
    }

    /** Answers without doing the work, with these headers. */
    public void respond(int status, String body, Map<String, String> headers) {
        script(new Effect.Respond(false, status, body, headers));
    }

    /** Does the work, then answers this. */
    public void respondAfterWork(int status, String body) {
        respondAfterWork(status, body, JSON);
    }

    public void respondAfterWork(int status, String body, Map<String, String> headers) {
        script(new Effect.Respond(true, status, body, headers));
    }

    /** Answers 409 with this message. */
    public void conflict(String message) {
        respond(409, "{\"message\":\"" + message.replace("\"", "\\\"") + "\",\"url\":\"\"}");
    }

    /** Answers 409 in the shape Gitea has for a content conflict, which holds no message. */
    public void conflictWithoutMessage(String style) {
        respond(
                409,
                "{\"Style\":\"" + style + "\",\"StdOut\":\"CONFLICT (content): Merge conflict in file\\n\","
                        + "\"StdErr\":\"\",\"Err\":{}}");
    }

    /** Answers 200 with the JSON null, without doing the work. */
    public void jsonNull() {
        respond(200, "null");
    }

    /** Answers an HTML page, as a proxy does, without doing the work. */
    public void html(int status) {
        respond(status, "<html><body><h1>" + status + "</h1><p>nginx</p></body></html>", HTML);
    }

    /** Answers 301 to the place. */
    public void redirect(String location) {
        respond(301, "", Map.of("Location", location));
    }

    /** Closes the connection before the work. */
    public void cut() {
        script(new Effect.Cut(false));
    }

    /** Does the work, then closes the connection without an answer. */
    public void cutAfterWork() {
        script(new Effect.Cut(true));
    }

    /** Does the work, but closes the connection after so many bytes of the body. */
    public void truncate(int bytes) {
        script(new Effect.Truncate(bytes));
    }

    /** Does the work and sends the body slowly. */
    public void throttle(int bytesPerSecond) {
        script(new Effect.Throttle(bytesPerSecond));
    }

    /** Only for merges: the ref moves, the pull request stays open, and this status is answered. */
    public void leaveOpen(int status) {
        script(new Effect.LeaveOpen(status));
    }

    /** Only for merges: 200, the pull request is shown as merged, no ref moves. */
    public void phantom() {
        script(new Effect.Phantom());
    }

    /** Waits before the work. */
    public void delay(Duration time) {
        run(() -> pause(time));
    }

    /** Waits between the work and the answer. */
    public void delayAfterWork(Duration time) {
        runAfter(() -> pause(time));
    }

    /** Hangs before the work until released. */
    public Hold hang() {
        Hold hold = faults.add(new Hold());
        run(hold::hang);
        return hold;
    }

    /** Hangs between the work and the answer until released. */
    public Hold hangAfterWork() {
        Hold hold = faults.add(new Hold());
        runAfter(hold::hang);
        return hold;
    }

    /** Runs something before the work. */
    public void run(Runnable task) {
        script(new Effect.Run(false, task));
    }

    /** Runs something between the work and the answer. */
    public void runAfter(Runnable task) {
        script(new Effect.Run(true, task));
    }

    /** Only for merges: runs something in the middle of it. */
    public void during(MergeMoment moment, Runnable task) {
        script(new Effect.During(moment, task));
    }

    /** Only for merges: hangs in the middle of it until released. */
    public Hold hangDuring(MergeMoment moment) {
        Hold hold = faults.add(new Hold());
        during(moment, hold::hang);
        return hold;
    }

    private void script(Effect effect) {
        faults.add(new Rule(call, condition, skip, times, effect));
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
