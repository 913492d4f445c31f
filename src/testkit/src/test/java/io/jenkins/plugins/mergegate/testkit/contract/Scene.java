// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.mergegate.testkit.git.GitFixture;
import io.jenkins.plugins.mergegate.testkit.git.GitProcess;
import java.time.Duration;
import org.awaitility.Awaitility;

/** One repository in a test of the contract, and a clone of its owner. */
public final class Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final World world;
    private final String name;
    private GitFixture work;

    Scene(World world, String name) {
        this.world = world;
        this.name = name;
    }

    String path() {
        return "/repos/alice/" + name;
    }

    public String name() {
        return name;
    }

    String remote(Account account) {
        String url = world.server().url().toString();
        return url.replace("http://", "http://" + account.name() + ":" + account.allToken() + "@") + "/alice/" + name
                + ".git";
    }

    void settings(String json) {
        world.alice.all().call("PATCH", path(), json).expect(200);
    }

    void collaborator(Account account, String permission) {
        world.alice
                .all()
                .call("PUT", path() + "/collaborators/" + account.name(), "{\"permission\":\"" + permission + "\"}")
                .expect(204);
    }

    public void protect(String json) {
        String rule = "{\"rule_name\":\"main\"" + (json.isEmpty() ? "" : "," + json) + "}";
        world.alice.all().post(path() + "/branch_protections", rule).expect(201);
    }

    public GitFixture work() {
        if (work == null) {
            work = GitFixture.clone(
                    remote(world.alice), world.directory().resolve("clones").resolve(name));
        }
        return work;
    }

    /** A branch with one commit on top of main as it is now; returns its sha. */
    public String branch(String branch, String file, String content) {
        work().run("fetch", "--quiet", "origin");
        work().run("checkout", "--quiet", "-B", branch, "origin/main");
        return extend(branch, file, content);
    }

    /** One more commit on a branch. */
    String extend(String branch, String file, String content) {
        work().run("checkout", "--quiet", branch);
        String sha = work().commit(file, content, "Change " + file);
        work().run("push", "--quiet", "origin", branch);
        return sha;
    }

    /** One more commit on main, pushed by the owner. */
    public String advanceMain(String file, String content) {
        work().run("fetch", "--quiet", "origin");
        work().run("checkout", "--quiet", "-B", "main", "origin/main");
        return extend("main", file, content);
    }

    GitProcess.Result push(Account account, String refspec) {
        return work().attempt("push", remote(account), refspec);
    }

    long open(String head) {
        return open(head, "Change " + head);
    }

    long open(String head, String title) {
        return world.alice
                .api()
                .post(path() + "/pulls", "{\"head\":\"" + head + "\",\"base\":\"main\",\"title\":\"" + title + "\"}")
                .expect(201)
                .json()
                .path("number")
                .asLong();
    }

    public JsonNode pull(long number) {
        return world.bot.api().get(path() + "/pulls/" + number).expect(200).json();
    }

    void awaitMergeable(long number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pull(number).path("mergeable").asBoolean());
    }

    void awaitNotMergeable(long number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !pull(number).path("mergeable").asBoolean());
    }

    void awaitMerged(long number) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pull(number).path("merged").asBoolean());
    }

    Http.Answer merge(long number, String style) {
        return merge(world.bot.api(), number, "\"Do\":\"" + style + "\",\"delete_branch_after_merge\":false");
    }

    /** Merges, and asks again as long as the server is still checking. */
    Http.Answer merge(Http caller, long number, String members) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> mergeOnce(caller, number, members),
                        answer -> !answer.body().contains("try again later"));
    }

    /** One merge call, whatever it answers. */
    Http.Answer mergeOnce(Http caller, long number, String members) {
        return caller.post(path() + "/pulls/" + number + "/merge", "{" + members + "}");
    }

    Http.Answer mergeOnce(long number) {
        return mergeOnce(world.bot.api(), number, "\"Do\":\"merge\"");
    }

    public String main() {
        return tip("main");
    }

    String tip(String branch) {
        String line = work().run("ls-remote", "origin", "refs/heads/" + branch);
        return line.isEmpty() ? "" : line.substring(0, 40);
    }

    /** How many commits main has. */
    public int commits() {
        work().run("fetch", "--quiet", "origin");
        return Integer.parseInt(work().run("rev-list", "--count", "origin/main"));
    }

    /** What a file of main says, without the end of its last line. */
    public String read(String file) {
        work().run("fetch", "--quiet", "origin");
        return work().run("show", "origin/main:" + file);
    }

    public boolean inMain(String sha) {
        work().run("fetch", "--quiet", "origin");
        return work().attempt("merge-base", "--is-ancestor", sha, "origin/main").ok();
    }

    public Http.Answer review(Account reviewer, long number, String event, String text) {
        return reviewer.api()
                .post(
                        path() + "/pulls/" + number + "/reviews",
                        "{\"event\":\"" + event + "\",\"body\":\"" + text + "\"}")
                .expect(200);
    }

    void requestReview(Account reviewer, long number) {
        world.alice
                .api()
                .post(
                        path() + "/pulls/" + number + "/requested_reviewers",
                        "{\"reviewers\":[\"" + reviewer.name() + "\"]}")
                .expect(201);
    }

    public void status(String sha, String context, String state) {
        world.bot
                .api()
                .post(path() + "/statuses/" + sha, "{\"context\":\"" + context + "\",\"state\":\"" + state + "\"}")
                .expect(201);
    }
}
