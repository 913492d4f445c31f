// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.faults;

import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import io.jenkins.plugins.mergegate.testkit.traffic.RequestRecord;
import java.util.function.Predicate;

/** One scripted fault and how often it still acts. Guarded by the monitor of {@link Faults}. */
final class Rule {

    private final Call call;
    private final Predicate<RequestRecord> condition;
    private final Effect effect;
    private int skip;
    private int left;

    Rule(Call call, Predicate<RequestRecord> condition, int skip, int times, Effect effect) {
        this.call = call;
        this.condition = condition;
        this.skip = skip;
        this.left = times;
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }

    /** Whether the rule would act on this request; requests that it skips are counted here. */
    boolean wants(RequestRecord request) {
        if (left == 0 || (call != Call.ANY && call != request.call()) || !condition.test(request)) {
            return false;
        }
        if (skip > 0) {
            skip--;
            return false;
        }
        return true;
    }

    void consume() {
        if (left != Faults.ALWAYS) {
            left--;
        }
    }

    boolean spent() {
        return left == 0;
    }
}
