// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.doctor.Finding.Level;
import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.BranchRule;
import io.jenkins.plugins.mergegate.engine.gitea.ClockReading;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure.Kind;
import io.jenkins.plugins.mergegate.engine.gitea.MergeStyle;
import io.jenkins.plugins.mergegate.engine.gitea.Repository;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor makes of what was read. */
class DoctorsTest {
    private static final FieldNames NAMES = new FieldNames("URL", "TOKEN", "REPOSITORY", "TARGET", "REMOTE", "STYLE");
    private static final GateConfig.Report ALL = new GateConfig.Report(true, true, "merge-gate");
    private static final GateConfig.Report NO_STATUS = new GateConfig.Report(false, true, "merge-gate");
    private static final GateConfig.Report NO_COMMENT = new GateConfig.Report(true, false, "merge-gate");

    @ParameterizedTest
    @CsvSource({"1, 99, ERROR", "2, 37, ERROR", "2, 38, OK", "2, 50, OK", "3, 0, OK"})
    void gitMustBeNewEnough(int major, int minor, Level expected) {
        assertThat(ServerDoctor.git(major, minor).level()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.21.11, WARN",
        "0.9, WARN",
        "1.22.0, OK",
        "1.22.6, OK",
        "1.27.0+dev-3-g1234567, OK",
        "1.100.2, OK",
        "2.0.0, OK",
        "7.0.5+gitea-1.22.0, WARN",
        "development, WARN",
        "1, WARN",
        "99999999999.1, WARN"
    })
    void giteaShouldBeATestedOne(String version, Level expected) {
        Finding finding = ServerDoctor.version(version);
        assertThat(finding.level()).isEqualTo(expected);
        assertThat(finding.message()).contains(version);
        assertThat(finding.advice() == null).isEqualTo(expected == Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"-90, WARN", "-60, OK", "0, OK", "1, OK", "62, OK", "63, WARN"})
    void clocksMayBeAMinuteApart(int seconds, Level expected) {
        Instant before = Instant.parse("2026-01-01T00:00:00Z");
        ClockReading reading = new ClockReading(before.plusSeconds(seconds), before, before.plusSeconds(2));
        assertThat(ServerDoctor.clock(reading).level()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyFailureHasAnAdvice(Kind kind) {
        GiteaFailure failure = new GiteaFailure(kind, 0, "no answer");
        assertThat(ServerDoctor.unreachable(failure, NAMES).text()).startsWith("no answer. ");
        assertThat(TokenDoctor.bad(failure, NAMES).advice()).endsWith(".");
        assertThat(RepositoryDoctor.unknown("x", failure).advice()).endsWith(".");
        assertThat(RepositoryDoctor.unreadable(failure, NAMES).advice()).contains("REPOSITORY");
    }

    @Test
    void aFindingIsOneLine() {
        assertThat(Finding.ok("x", " a\r\n\tb\u2028c \u0007").text()).isEqualTo("a b c.");
        assertThat(Finding.warn("x", "a.", "Do b.").text()).isEqualTo("a. Do b.");
    }

    @ParameterizedTest
    @CsvSource({
        "all, OK, everything",
        "write:repository+write:issue+read:user, OK, write:repository",
        "write:repository+write:issue+write:user, OK, write:repository",
        "read:repository+write:issue+read:user, ERROR, lacks write:repository.",
        "read:user, ERROR, 'lacks write:repository, write:issue.'",
        "write:repository+read:issue+read:user, WARN, 'lacks write:issue, so'",
        "write:repository+write:issue, WARN, 'lacks read:user, so'",
        "all+public-only, WARN, public"
    })
    void scopesThatAreMissingAreNamed(String scopes, Level level, String words) {
        Finding finding = TokenDoctor.scopes(Arrays.asList(scopes.split("\\+")), ALL);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.message()).contains(words);
    }

    @Test
    void withoutCommentsTheirScopesAreNotNeeded() {
        assertThat(TokenDoctor.scopes(List.of("write:repository"), NO_COMMENT).level())
                .isEqualTo(Level.OK);
        assertThat(TokenDoctor.tried(List.of("write:issue", "read:user"), NO_COMMENT)
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void scopesThatWereTriedSayWhatNobodyKnows() {
        Finding fine = TokenDoctor.tried(List.of(), ALL);
        assertThat(fine.level()).isEqualTo(Level.OK);
        assertThat(fine.text()).contains("only when it writes", "It needs write:repository, write:issue, read:user.");
        assertThat(TokenDoctor.tried(List.of("write:repository"), ALL).level()).isEqualTo(Level.ERROR);
        assertThat(TokenDoctor.tried(List.of("write:issue"), ALL).level()).isEqualTo(Level.WARN);
    }

    @Test
    void aRepositoryMustBeUsable() {
        assertThat(levels(RepositoryDoctor.repository(repository(MergeStyle.MERGE), NAMES)))
                .containsExactly(Level.OK, Level.OK, Level.OK);
        assertThat(levels(RepositoryDoctor.repository(
                        new Repository("a/b", "u", "main", true, false, Set.of(), null), NAMES)))
                .containsExactly(Level.ERROR, Level.ERROR, Level.ERROR);
        assertThat(levels(RepositoryDoctor.repository(
                        new Repository("a/b", "u", "main", false, true, Set.of(MergeStyle.MERGE), MergeStyle.SQUASH),
                        NAMES)))
                .containsExactly(Level.OK, Level.OK, Level.WARN);
    }

    @Test
    void aTemplateMattersToRebasesOnly() {
        assertThat(RepositoryDoctor.template(false, repository(MergeStyle.REBASE))
                        .level())
                .isEqualTo(Level.OK);
        assertThat(RepositoryDoctor.template(true, repository(MergeStyle.MERGE)).level())
                .isEqualTo(Level.OK);
        Finding finding = RepositoryDoctor.template(true, repository(MergeStyle.REBASE));
        assertThat(finding.level()).isEqualTo(Level.WARN);
        assertThat(finding.message()).contains("main has .gitea/default_merge_message/REBASE_TEMPLATE.md", "tree");
    }

    @Test
    void aScheduledMergeGoesPastTheGate() {
        assertThat(RepositoryDoctor.autoMerge(List.of(), 0, false).level()).isEqualTo(Level.OK);
        assertThat(RepositoryDoctor.autoMerge(List.of(), 20, true).message()).contains("20 latest");
        assertThat(RepositoryDoctor.autoMerge(List.of(3L, 7L), 9, false).message())
                .contains("#3, #7");
    }

    @Test
    void theTargetShouldBeProtected() {
        assertThat(levels(ProtectionDoctor.target("main", Optional.empty(), NAMES)))
                .containsExactly(Level.ERROR);
        assertThat(levels(ProtectionDoctor.target("main", Optional.of(branch(true, true)), NAMES)))
                .containsExactly(Level.OK, Level.OK);
        assertThat(levels(ProtectionDoctor.target("main", Optional.of(branch(false, false)), NAMES)))
                .containsExactly(Level.ERROR, Level.WARN);
    }

    @Test
    void theRuleOfTheTargetShouldKeepEverybodyElseOut() {
        assertThat(levels(ProtectionDoctor.rule("main", new BranchRule("main", false, false, true, true, false))))
                .containsExactly(Level.OK, Level.OK);
        List<Finding> open = ProtectionDoctor.rule("main", new BranchRule("ma*", true, false, false, false, true));
        assertThat(levels(open)).containsExactly(Level.WARN, Level.WARN, Level.WARN);
        assertThat(open).extracting(Finding::subject).containsExactly("pushes", "whitelist", "signatures");
        assertThat(open.get(1).text()).contains("not blocked", "or block outdated branches");
        Finding outdated = ProtectionDoctor.rule("main", new BranchRule("main", false, false, false, true, false))
                .get(1);
        assertThat(outdated.text()).contains("are blocked").doesNotContain("or block");
    }

    @Test
    void branchesThatAreGatedShouldNotBeProtected() {
        BranchRule forced = new BranchRule("task/*", true, true, false, false, false);
        BranchRule strict = new BranchRule("fix/*", true, false, false, false, false);
        List<BranchRule> rules = List.of(forced, strict);
        assertThat(ProtectionDoctor.tasks(Map.of(), 0, rules).level()).isEqualTo(Level.OK);
        assertThat(ProtectionDoctor.tasks(Map.of(), 3, List.of()).message()).contains("3 looked at");
        assertThat(ProtectionDoctor.tasks(Map.of("task/a", "task/*"), 3, rules).message())
                .contains("task/a (by the rule task/*).");
        assertThat(ProtectionDoctor.tasks(Map.of("fix/a", "fix/*"), 3, rules).message())
                .contains("fix/a (by the rule fix/*, which forbids force pushes).");
        assertThat(ProtectionDoctor.tasks(Map.of("fix/a", ""), 3, List.of()).message())
                .contains(": fix/a.");
        assertThat(ProtectionDoctor.tasks(Map.of(), 3, List.of(new BranchRule("**", false, false, false, false, false)))
                        .level())
                .isEqualTo(Level.WARN);
    }

    @Test
    void requiredChecksMustBeWrittenBySomebody() {
        assertThat(check(ALL, List.of()).level()).isEqualTo(Level.OK);
        assertThat(check(ALL, List.of("merge-gate")).level()).isEqualTo(Level.OK);
        assertThat(check(ALL, List.of("*")).level()).isEqualTo(Level.OK);
        assertThat(check(ALL, List.of("ci/build")).level()).isEqualTo(Level.WARN);
        assertThat(check(ALL, List.of("ci/*"), "ci/build").level()).isEqualTo(Level.OK);
        assertThat(check(NO_STATUS, List.of("merge-gate")).level()).isEqualTo(Level.ERROR);
        assertThat(check(NO_STATUS, List.of("merge-gate"), "merge-gate").level())
                .isEqualTo(Level.ERROR);
        assertThat(check(NO_STATUS, List.of("*"), "ci/build").level()).isEqualTo(Level.OK);
        assertThat(check(NO_STATUS, List.of("*"), "merge-gate").level()).isEqualTo(Level.ERROR);
    }

    private static Finding check(GateConfig.Report report, List<String> required, String... seen) {
        List<Finding> findings = CheckDoctor.checks("main", required, Set.of(seen), 4, report);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static Repository repository(MergeStyle style) {
        return new Repository("a/b", "u", "main", false, true, Set.of(style), style);
    }

    private static BranchInfo branch(boolean isProtected, boolean mayMerge) {
        return new BranchInfo("main", "sha", isProtected, mayMerge, 1, List.of("ci/*"));
    }

    private static List<Level> levels(List<Finding> findings) {
        return findings.stream().map(Finding::level).toList();
    }
}
