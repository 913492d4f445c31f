// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.git.Committer;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitFailure;
import io.jenkins.plugins.mergegate.engine.git.GitHost;
import io.jenkins.plugins.mergegate.engine.git.GitResult;
import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import io.jenkins.plugins.mergegate.engine.git.Mirror;
import io.jenkins.plugins.mergegate.engine.git.Remote;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionGuardTest {
    private static final RepositoryId REPOSITORY = RepositoryId.parse("acme/shop");

    @TempDir
    private Path directory;

    private GitFixture repository;
    private FailingHost host;

    @BeforeEach
    void create() {
        repository = GitFixture.init(directory.resolve("remote"));
        repository.commit("a.txt", "kept\nconfigured\n", "First");
        repository.run("branch", "-M", "main");
        host = new FailingHost(new LocalGitHost(directory.resolve("work"), true));
    }

    @Test
    void aListedMarkerIsNotFoundInItsOwnList() throws GitFailure {
        list("markers: [{text: kept}, {text: gone}, {text: gone, path: .merge-gate/markers.yml}]");
        assertThat(check()).isEqualTo(new Regression(4, List.of("gone"), null));
        list("markers: [gone]");
        assertThat(check()).isEqualTo(new Regression(2, List.of("gone"), null));
    }

    @Test
    void aNamedFileTakesThePlaceOfTheUsualOne() throws GitFailure {
        list("markers: [unused]");
        repository.commit("ci/markers.yml", "markers: [kept, gone, {text: gone, path: ci/markers.yml}]", "Named");
        assertThat(checkFile("ci/markers.yml")).isEqualTo(new Regression(4, List.of("gone"), null));
        list("markers: [kept, gone]");
        assertThat(checkFile("ci/markers.yml")).isEqualTo(new Regression(4, List.of("gone"), null));
        assertThat(checkFile(MarkerFile.PATH)).isEqualTo(check());
    }

    @Test
    void aNamedFileThatIsMissingIsAWarning() throws GitFailure {
        list("markers: [gone]");
        Regression found = checkFile("ci/markers.yml", "step");
        assertThat(found.checked()).isEqualTo(2);
        assertThat(found.missing()).containsExactly("step");
        assertThat(found.skipped()).matches("ci/markers\\.yml does not exist in [0-9a-f]{12}\\.");
        repository.commit("ci/markers.yml", "markers: {", "Broken");
        assertThat(checkFile("ci/markers.yml").skipped()).startsWith("ci/markers.yml is not YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a//b", "a/", "a\nb"})
    void aNamedFileMustBeAPathInsideTheRepository(String file) {
        assertThatThrownBy(() -> checkFile(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("markersFile ");
    }

    @Test
    void countsWhatIsLeftWhenTheFileCannotBeUnderstood() throws GitFailure {
        list("markers: [");
        Regression found = check("step");
        assertThat(found.checked()).isEqualTo(2);
        assertThat(found.missing()).containsExactly("step");
        assertThat(found.skipped()).startsWith(".merge-gate/markers.yml is not YAML");
    }

    @Test
    void skipsAllWhenNothingIsLeft() throws GitFailure {
        list("markers: [");
        assertThat(guard("{}").check(mirror(), tip(), REPOSITORY, List.of(), null))
                .isEqualTo(new Regression(0, List.of(), ".merge-gate/markers.yml is not YAML (line 1)."));
        list("markers: []");
        assertThat(guard("{}").check(mirror(), tip(), REPOSITORY, List.of(), null))
                .isEqualTo(new Regression(0, List.of(), "no markers"));
    }

    @Test
    void survivesHostileFiles() throws GitFailure {
        for (String yaml : List.of(
                "markers: [" + "x".repeat(50_000) + "]",
                "markers: " + "[".repeat(50_000),
                "#" + "x".repeat(1 << 20),
                "#" + "x\n#".repeat(2 << 20))) {
            list(yaml);
            Regression found = check();
            assertThat(found.checked()).isEqualTo(1);
            assertThat(found.missing()).isEmpty();
            assertThat(found.skipped()).startsWith(".merge-gate/markers.yml ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat-file", "grep"})
    void isNotDoneWhenItIsInterrupted(String command) throws GitFailure {
        list("markers: [kept]");
        String tip = tip();
        host.endings.put(command, Ending.INTERRUPTED);
        assertThatThrownBy(() -> guard("{}").check(mirror(), tip, REPOSITORY, List.of("kept"), null))
                .isInstanceOfSatisfying(
                        GitFailure.class, e -> assertThat(e.kind()).isEqualTo(GitFailure.Kind.INTERRUPTED));
    }

    @Test
    void passesWithAReasonWhenGitFails() throws GitFailure {
        list("markers: [gone]");
        host.endings.put("cat-file", Ending.TIMED_OUT);
        assertThat(check().checked()).isEqualTo(1);
        assertThat(check().skipped()).startsWith(".merge-gate/markers.yml could not be read: ");
        host.endings.put("grep", Ending.TIMED_OUT);
        assertThat(check().checked()).isZero();
        assertThat(check().missing()).isEmpty();
        assertThat(check().skipped()).startsWith("git could not count: ");
    }

    private Regression check(String... texts) throws GitFailure {
        return checkFile(null, texts);
    }

    private Regression checkFile(String file, String... texts) throws GitFailure {
        return guard("regressionGuard: {markers: [{repository: acme/*, text: configured}]}")
                .check(mirror(), tip(), REPOSITORY, List.of(texts), file);
    }

    private static RegressionGuard guard(String config) {
        return new RegressionGuard(ConfigReader.read(config), Clock.systemUTC());
    }

    private Mirror mirror() {
        Remote remote = new Remote(repository.directory().toString(), null);
        return new Mirror(host, remote, new Committer("Merge Gate", "gate@example.com"));
    }

    private String tip() throws GitFailure {
        return mirror().fetchTarget("main");
    }

    private void list(String yaml) {
        repository.commit(MarkerFile.PATH, yaml, "Markers");
    }

    /** A real host on which some commands end badly. */
    private static final class FailingHost implements GitHost {
        private final Map<String, Ending> endings = new ConcurrentHashMap<>();
        private final GitHost host;

        FailingHost(GitHost host) {
            this.host = host;
        }

        @Override
        public GitResult run(GitCall call) {
            return stream(call, null);
        }

        @Override
        public GitResult stream(GitCall call, OutputStream sink) {
            Ending ending = endings.get(call.arguments().get(0));
            return ending == null ? host.stream(call, sink) : new GitResult(ending, -1, "", "");
        }

        @Override
        public String root() {
            return host.root();
        }

        @Override
        public void delete(String path) throws IOException {
            host.delete(path);
        }

        @Override
        public boolean exists(String path) {
            return host.exists(path);
        }

        @Override
        public Lock lock(String name, Duration wait) throws IOException {
            return host.lock(name, wait);
        }
    }
}
