// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.git.MainlineCommit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandingTest {
    private static final MainlineCommit OTHER = new MainlineCommit("c1", "t1", List.of("c0", "x"));
    private static final MainlineCommit MERGE = new MainlineCommit("c2", "t2", List.of("c1", "candidate"));
    private static final MainlineCommit LATER = new MainlineCommit("c3", "t3", List.of("c2"));
    private static final List<MainlineCommit> LINE = List.of(OTHER, MERGE, LATER);

    @Test
    void aMergeCommitIsTheEntryOfItsSecondParent() {
        assertThat(Landing.bySha(LINE, "candidate")).contains(MERGE);
    }

    @Test
    void aFastForwardEntersByItself() {
        assertThat(Landing.bySha(LINE, "c3")).contains(LATER);
    }

    @Test
    void theFirstParentIsTheTargetAndNoCandidate() {
        assertThat(Landing.bySha(LINE, "c0")).isEmpty();
    }

    @Test
    void aSquashIsFoundByItsTreeAlone() {
        assertThat(Landing.byTree(LINE, "t2")).contains(MERGE);
        assertThat(Landing.byTree(LINE, "t9")).isEmpty();
    }

    @Test
    void whatGiteaNamesCountsOnlyWhenGitListsIt() {
        assertThat(Landing.named(LINE, "c2")).contains(MERGE);
        assertThat(Landing.named(LINE, "elsewhere")).isEmpty();
    }
}
