// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import org.junit.jupiter.api.Test;

class LockNameTest {
    @Test
    void readsWhatItWrites() {
        LockName name = new LockName("git.example.org:3000", RepositoryId.parse("team/app"), "release/1.x");

        assertThat(name).hasToString("merge-gate/git.example.org:3000/team/app/release/1.x");
        assertThat(LockName.parse(name.toString())).contains(name);
    }

    @Test
    void readsNothingElse() {
        assertThat(LockName.parse(null)).isEmpty();
        assertThat(LockName.parse("")).isEmpty();
        assertThat(LockName.parse("merge-gate/host/team/app/")).isEmpty();
        assertThat(LockName.parse("merge-gate//team/app/main")).isEmpty();
        assertThat(LockName.parse("other/host/team/app/main")).isEmpty();
        assertThat(LockName.parse("merge-gate/host/../app/main")).isEmpty();
    }
}
