// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.text.Texts;
import io.jenkins.plugins.mergegate.lock.LockView;
import io.jenkins.plugins.mergegate.place.Viewer;

/** What is said of those who have a lock or wait for it; names nobody whom the viewer may not see. */
final class Words {
    static final String HIDDEN_RUN = "a run that you may not see";
    static final String HIDDEN = "somebody else";

    private Words() {}

    static String who(LockView.Party party, Viewer viewer) {
        if (viewer.sees(party.build())) {
            return party.words();
        }
        return party.token() == null ? HIDDEN : HIDDEN_RUN;
    }

    /** As the waiting run itself prints it. */
    static String waiting(LockName lock, LockView.Waiting waiting, Viewer viewer) {
        LockView.Party inTheWay = waiting.inTheWay();
        if (inTheWay == null && waiting.closed() == null) {
            return Texts.turnHasCome(lock.toString());
        }
        String holder = inTheWay == null ? null : who(inTheWay, viewer);
        return Texts.waitingFor(lock.toString(), holder, waiting.closed(), waiting.position());
    }
}
