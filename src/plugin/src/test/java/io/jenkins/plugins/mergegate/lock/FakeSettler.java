// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says of tokens what a test wants, and writes down what it was asked. */
public class FakeSettler implements Settler {
    public final Set<String> live = ConcurrentHashMap.newKeySet();
    public final Set<String> comingBack = ConcurrentHashMap.newKeySet();
    public final Set<String> merging = ConcurrentHashMap.newKeySet();
    public final Set<String> unsettled = ConcurrentHashMap.newKeySet();
    public final Set<String> broken = ConcurrentHashMap.newKeySet();
    public final Set<String> stubborn = ConcurrentHashMap.newKeySet();
    public final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public boolean isLive(String token) {
        return live.contains(token);
    }

    @Override
    public boolean isComingBack(String token, String build) {
        return comingBack.contains(token);
    }

    @Override
    public boolean settle(String token, String build) {
        calls.add("settle " + token);
        if (broken.contains(token)) {
            throw new IllegalStateException("git is away");
        }
        return !unsettled.contains(token);
    }

    @Override
    public void abort(String token, String build) {
        calls.add("abort " + token);
        if (!stubborn.contains(token)) {
            live.remove(token);
        }
    }

    @Override
    public boolean isMerging(String token, String build) {
        return merging.contains(token);
    }
}
