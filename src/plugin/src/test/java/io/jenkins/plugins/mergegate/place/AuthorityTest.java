// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import static io.jenkins.plugins.mergegate.place.Fixtures.assertRefused;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorityTest {
    private static final String REMOTE = "https://git.example.com/Acme/App.git";
    private static final String SERVER = "https://git.example.com";
    private static final GateConfig CONFIG = Fixtures.config(List.of("release/*"));

    /** The job builds the branch "task" of Acme/App, or a pull request of it into "next". */
    @ParameterizedTest
    @CsvSource({
        // kind, head, server, repository, branch, target, refused field
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, task, main, ",
        "MULTIBRANCH, BRANCH, https://GIT.example.com:443/, acme/app, task, main, ",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, , main, ",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, task, release/1, ",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, task, next, target",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, task, Main, target",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, other, main, branch",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/App, Task, main, branch",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/Other, task, main, repository",
        "MULTIBRANCH, BRANCH, https://git.example.com, Other/App, task, main, repository",
        "MULTIBRANCH, BRANCH, https://git.example.com, Acme/Other, , main, repository",
        "MULTIBRANCH, BRANCH, https://evil.example.com, Acme/App, task, main, server",
        "MULTIBRANCH, BRANCH, https://git.example.com:3000, Acme/App, task, main, server",
        "MULTIBRANCH, BRANCH, http://git.example.com, Acme/App, task, main, server",
        "MULTIBRANCH, BRANCH, https://git.example.com/git, Acme/App, task, main, server",
        "MULTIBRANCH, CHANGE_REQUEST, https://git.example.com, Acme/App, task, next, ",
        "MULTIBRANCH, CHANGE_REQUEST, https://git.example.com, Acme/App, task, main, ",
        "MULTIBRANCH, CHANGE_REQUEST, https://git.example.com, Acme/App, task, release/1, ",
        "MULTIBRANCH, CHANGE_REQUEST, https://git.example.com, Acme/App, task, secret, target",
        "MULTIBRANCH, CHANGE_REQUEST, https://git.example.com, Acme/App, other, next, branch",
        "MULTIBRANCH, FORK, https://git.example.com, Acme/App, task, main, branch",
        "MULTIBRANCH, FORK, https://git.example.com, Acme/App, , main, branch",
        "MULTIBRANCH, OTHER, https://git.example.com, Acme/App, task, main, branch",
        "MULTIBRANCH, OTHER, https://git.example.com, Acme/App, , main, branch",
        "MULTIBRANCH, TAG, https://git.example.com, Acme/App, task, main, branch",
        "MULTIBRANCH, TAG, https://git.example.com, Acme/App, , main, ",
        "FROM_SCM, , https://git.example.com, acme/app, task, main, ",
        "FROM_SCM, , https://git.example.com, Acme/App, any, release/1, ",
        "FROM_SCM, , https://git.example.com, Acme/App, task, next, target",
        "FROM_SCM, , https://git.example.com, Acme/Other, task, main, repository",
        "FROM_SCM, , https://evil.example.com, Acme/App, task, main, server",
        "FROM_SCM, FORK, https://git.example.com, Acme/App, task, main, branch",
        "INLINE, , https://evil.example.com, Any/Thing, any, any, "
    })
    void aScriptReachesTheRepositoryItComesFrom(
            Origin.Kind kind,
            Head.Type head,
            String server,
            String repository,
            String branch,
            String target,
            String field) {
        Origin origin = Fixtures.origin(kind, REMOTE, head(head));
        Site wanted = new Site(URI.create(server), RepositoryId.parse(repository), branch, target);

        assertAnswer(field, () -> authority(origin).check(wanted, 0, false));
    }

    @ParameterizedTest
    @CsvSource({
        "MULTIBRANCH, 99, false, ",
        "MULTIBRANCH, 100, false, priority",
        "MULTIBRANCH, 2147483647, false, priority",
        "MULTIBRANCH, 100, true, ",
        "FROM_SCM, 99, false, ",
        "FROM_SCM, 100, false, priority",
        "FROM_SCM, 100, true, ",
        "INLINE, 100, false, priority",
        "INLINE, 100, true, "
    })
    void aPriorityThatPassesHoldsIsForThoseWhoManageTheGate(
            Origin.Kind kind, int priority, boolean mayManage, String field) {
        Head head = kind == Origin.Kind.MULTIBRANCH ? Head.branch("task") : null;
        Origin origin = Fixtures.origin(kind, REMOTE, head);

        assertAnswer(field, () -> authority(origin).check(usual(), priority, mayManage));
    }

    @ParameterizedTest
    @EnumSource(
            value = Origin.Kind.class,
            names = {"MULTIBRANCH", "FROM_SCM"})
    void whatCannotBeComparedIsRefused(Origin.Kind kind) {
        Head head = kind == Origin.Kind.MULTIBRANCH ? Head.branch("task") : null;
        Origin unknown = Origin.unknown(kind, head);
        Servers.Server server = new Servers.Server(URI.create(SERVER), null, null);

        assertRefused("server", () -> new Authority(unknown, null, CONFIG).check(usual(), 0, true));
        assertRefused("repository", () -> new Authority(unknown, server, CONFIG).check(usual(), 0, true));
    }

    @Test
    void aBranchOfAMultibranchProjectThatCannotBeToldIsRefused() {
        Origin noHead = Fixtures.origin(Origin.Kind.MULTIBRANCH, REMOTE, null);
        Origin noName = Fixtures.origin(Origin.Kind.MULTIBRANCH, REMOTE, Head.changeRequest(null, "main"));

        assertRefused("branch", () -> authority(noHead).check(usual(), 0, true));
        assertRefused("branch", () -> authority(noName).check(usual(), 0, true));
    }

    private static Authority authority(Origin origin) {
        return new Authority(origin, new Servers.Server(URI.create(SERVER), null, null), CONFIG);
    }

    private static Site usual() {
        return new Site(URI.create(SERVER), new RepositoryId("Acme", "App"), "task", "main");
    }

    private static Head head(Head.Type type) {
        if (type == null) {
            return null;
        }
        return new Head(type, "task", type == Head.Type.CHANGE_REQUEST ? "next" : null);
    }

    private static void assertAnswer(String field, ThrowingCallable call) {
        if (field == null) {
            assertThatNoException().isThrownBy(call);
        } else {
            assertRefused(field, call);
        }
    }
}
