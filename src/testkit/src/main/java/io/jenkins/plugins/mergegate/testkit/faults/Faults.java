// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.faults;

import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The script of faults. Faults that decide about the answer are consumed in the order they were scripted, one per
 * request; faults that run something beside it act on every request they match.
 */
public final class Faults {

    static final int ALWAYS = -1;

    private final List<Rule> rules = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private int fired;

    /** Starts a fault for calls of this kind; without more words it acts once. */
    public Fault on(Call call) {
        return new Fault(this, call);
    }

    /** Runs something once, when the next merge call arrives. */
    public void beforeMerge(Runnable task) {
        on(Call.MERGE).run(task);
    }

    /** Runs something once, when the next merge call is done and not answered yet. */
    public void afterMerge(Runnable task) {
        on(Call.MERGE).runAfter(task);
    }

    /** Forgets all faults that have not acted yet and lets all hanging requests go. */
    public synchronized void clear() {
        rules.clear();
        holds.forEach(Hold::release);
        holds.clear();
    }

    /** How many faults acted so far. */
    public synchronized int fired() {
        return fired;
    }

    /** How many faults still wait for their request, those that act always included. */
    public synchronized int pending() {
        return rules.size();
    }

    /** Takes the faults that act on this request. */
    public synchronized Script take(RequestRecord request) {
        Optional<Effect.Answer> answer = Optional.empty();
        List<Effect.Side> sides = new ArrayList<>();
        for (Rule rule : rules) {
            if (!rule.wants(request)) {
                continue;
            }
            if (rule.effect() instanceof Effect.Side side) {
                sides.add(side);
                rule.consume();
                fired++;
            } else if (rule.effect() instanceof Effect.Answer wanted && answer.isEmpty()) {
                answer = Optional.of(wanted);
                rule.consume();
                fired++;
            }
        }
        rules.removeIf(Rule::spent);
        return new Script(answer, sides);
    }

    synchronized void add(Rule rule) {
        rules.add(rule);
    }

    synchronized Hold add(Hold hold) {
        holds.add(hold);
        return hold;
    }
}
