// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static io.jenkins.plugins.mergegate.place.Fixtures.assertRefused;
import static io.jenkins.plugins.mergegate.place.Fixtures.named;
import static io.jenkins.plugins.mergegate.place.Fixtures.nothing;
import static io.jenkins.plugins.mergegate.place.Fixtures.origin;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultsTest {
    private static final String REMOTE = "https://git.example.com/Acme/App.git";
    private static final Origin INLINE = origin(Origin.Kind.INLINE, REMOTE, null);
    private static final Origin NOTHING = Origin.unknown(Origin.Kind.INLINE, null);

    @ParameterizedTest
    @CsvSource({", Acme/App", "acme/APP, Acme/App", "other/thing, other/thing"})
    void theRepositoryIsTheNamedOneElseThatOfTheJob(String named, String expected) {
        assertThat(defaults(named(named, null, null, null), INLINE).repository())
                .hasToString(expected);
    }

    @Test
    void aRepositoryThatCannotBeToldMustBeNamed() {
        assertRefused("repository", () -> defaults(nothing(), NOTHING).repository());
        assertThat(defaults(named("a/b", null, null, null), NOTHING).repository())
                .hasToString("a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "a/b/c", "../x", "a b/c"})
    void aRepositoryIsOwnerAndName(String text) {
        assertRefused(
                "repository",
                () -> defaults(named(text, null, null, null), INLINE).repository());
    }

    @Test
    void namingTheRepositoryDoesNotHelpAScriptWhoseRepositoryIsUnknown() {
        Origin unknown = Origin.unknown(Origin.Kind.FROM_SCM, null);

        assertRefused(
                "repository",
                () -> defaults(named("a/b", null, null, null), unknown).repository());
    }

    @ParameterizedTest
    @CsvSource({
        "named, from-change, from-name, origin/from-git, named",
        ", from-change, from-name, origin/from-git, from-change",
        ", , from-name, origin/from-git, from-name",
        ", , ' ', origin/from/git, from/git",
        ", , , from-git, from-git"
    })
    void withoutAHeadTheBranchIsTheNamedOneElseThatOfTheEnvironment(
            String named, String change, String name, String git, String expected) {
        Map<String, String> env = new HashMap<>();
        env.put("CHANGE_BRANCH", change);
        env.put("BRANCH_NAME", name);
        env.put("GIT_BRANCH", git);

        assertThat(new Defaults(named(null, named, null, null), INLINE, env).branch())
                .isEqualTo(expected);
    }

    @Test
    void withAHeadTheEnvironmentIsNotAsked() {
        Map<String, String> env = Map.of("CHANGE_BRANCH", "x", "BRANCH_NAME", "y", "GIT_BRANCH", "z");
        Origin task = origin(Origin.Kind.MULTIBRANCH, REMOTE, Head.branch("task"));
        Origin noName = origin(Origin.Kind.MULTIBRANCH, REMOTE, Head.changeRequest(null, "main"));

        assertThat(new Defaults(nothing(), task, env).branch()).isEqualTo("task");
        assertRefused("branch", () -> new Defaults(nothing(), noName, env).branch());
    }

    @Test
    void aBranchThatCannotBeToldMustBeNamed() {
        assertRefused("branch", () -> defaults(nothing(), INLINE).branch());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "a..b", "HEAD", "a b", "refs/../x"})
    void aBranchAndATargetAreNamesThatGitTakes(String text) {
        assertRefused(
                "branch", () -> defaults(named(null, text, null, null), INLINE).branch());
        assertRefused(
                "target", () -> defaults(named(null, null, text, null), INLINE).target("main"));
    }

    @ParameterizedTest
    @CsvSource({"named, of-head, of-env, named", ", of-head, of-env, of-head", ", , of-env, of-env", ", , , main"})
    void theTargetIsTheNamedOneElseThatOfThePullRequestElseTheDefault(
            String named, String head, String env, String expected) {
        Map<String, String> variables = env == null ? Map.of() : Map.of("CHANGE_TARGET", env);
        Origin origin =
                head == null ? INLINE : origin(Origin.Kind.MULTIBRANCH, REMOTE, Head.changeRequest("task", head));

        assertThat(new Defaults(named(null, null, named, null), origin, variables).target("main"))
                .isEqualTo(expected);
    }

    @Test
    void whatIsBlankWasNotGiven() {
        Named blank = new Named(" ", "", " ", "", "", " ", 3);

        assertThat(blank.repository()).isNull();
        assertThat(blank.branch()).isNull();
        assertThat(blank.target()).isNull();
        assertThat(blank.server()).isNull();
        assertThat(blank.credentialsId()).isNull();
        assertThat(blank.gitCredentialsId()).isNull();
        assertThat(blank.priority()).isEqualTo(3);
    }

    private static Defaults defaults(Named named, Origin origin) {
        return new Defaults(named, origin, Map.of());
    }
}
