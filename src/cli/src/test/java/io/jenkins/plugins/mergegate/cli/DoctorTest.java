// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.cli.Finding.Level;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure.Kind;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.gitea.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DoctorTest {
    @ParameterizedTest
    @CsvSource({"1, 99, ERROR", "2, 37, ERROR", "2, 38, OK", "2, 50, OK", "3, 0, OK"})
    void gitMustBeNewEnough(int major, int minor, Level expected) {
        assertThat(Doctor.git(new int[] {major, minor}).level()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-90, WARN", "-60, OK", "0, OK", "1, OK", "62, OK", "63, WARN"})
    void clocksMayBeAMinuteApart(int seconds, Level expected) {
        Instant before = Instant.parse("2026-01-01T00:00:00Z");
        Finding finding = Doctor.clock(before.plusSeconds(seconds), before, before.plusSeconds(2));
        assertThat(finding.level()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyFailureHasAnAdvice(Kind kind) {
        GiteaFailure failure = new GiteaFailure(kind, 0, "no answer");
        assertThat(Doctor.unreachable(failure).line()).startsWith("error  server       no answer. ");
        assertThat(Doctor.badToken(failure).advice()).endsWith(".");
    }

    @Test
    void aRepositoryMustBeUsable() {
        Set<MergeStyle> styles = Set.of(MergeStyle.MERGE);
        assertThat(levels(Doctor.repository(new Repository("a/b", "u", "main", false, true, styles, MergeStyle.MERGE))))
                .containsExactly(Level.OK, Level.OK, Level.OK);
        assertThat(levels(Doctor.repository(new Repository("a/b", "u", "main", true, false, Set.of(), null))))
                .containsExactly(Level.ERROR, Level.ERROR, Level.ERROR);
        assertThat(levels(
                        Doctor.repository(new Repository("a/b", "u", "main", false, true, styles, MergeStyle.SQUASH))))
                .containsExactly(Level.OK, Level.OK, Level.WARN);
    }

    @Test
    void theTargetShouldBeProtected() {
        assertThat(levels(Doctor.target("main", Optional.empty()))).containsExactly(Level.ERROR);
        assertThat(levels(Doctor.target("main", Optional.of(branch(true, true)))))
                .containsExactly(Level.OK, Level.OK);
        assertThat(levels(Doctor.target("main", Optional.of(branch(false, false)))))
                .containsExactly(Level.ERROR, Level.WARN);
    }

    private static BranchInfo branch(boolean isProtected, boolean mayMerge) {
        return new BranchInfo("main", "sha", isProtected, mayMerge, 1, List.of("ci/*"));
    }

    private static List<Level> levels(List<Finding> findings) {
        return findings.stream().map(Finding::level).toList();
    }
}
