// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** One server with its people: an owner, two who may write, one who may read, and a stranger. */
public final class World {

    private static final String PASSWORD = "not-a-secret-2";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String label;
    private final GiteaUnderTest server;
    private final Path directory;
    private final Http admin;
    private final Version version;
    final Account alice;
    public final Account bot;
    public final Account erin;
    final Account carol;
    final Account dave;

    World(String label, GiteaUnderTest server, Path directory) {
        this.label = label;
        this.server = server;
        this.directory = directory;
        this.admin = basic(server.adminName(), server.adminPassword());
        this.version = Version.parse(
                anonymous().get("/version").expect(200).json().path("version").asText());
        this.alice = account("alice");
        this.bot = account("bot");
        this.erin = account("erin");
        this.carol = account("carol");
        this.dave = account("dave");
    }

    public GiteaUnderTest server() {
        return server;
    }

    boolean isSince(String first) {
        return version.isSince(first);
    }

    Words words() {
        return new Words(version);
    }

    /** Where the clones of the tests may stand. */
    Path directory() {
        return directory;
    }

    Http admin() {
        return admin;
    }

    Http anonymous() {
        return new Http(server.url(), "");
    }

    /** Calls with a new token of the bot that covers just these scopes. */
    Http botWith(String scopes) {
        return Http.token(server.url(), token("bot", scopes));
    }

    /** A repository of alice with a commit on main; bot and erin write, carol reads. */
    public Scene scene() {
        return scene("{}");
    }

    public Scene scene(String settings) {
        String name = "repo" + COUNTER.incrementAndGet();
        alice.all()
                .post("/user/repos", "{\"name\":\"" + name + "\",\"auto_init\":true,\"default_branch\":\"main\"}")
                .expect(201);
        Scene scene = new Scene(this, name);
        scene.settings(settings);
        scene.collaborator(bot, "write");
        scene.collaborator(erin, "write");
        scene.collaborator(carol, "read");
        return scene;
    }

    private Account account(String name) {
        admin.post(
                        "/admin/users",
                        "{\"username\":\"" + name + "\",\"email\":\"" + name + "@example.org\",\"password\":\""
                                + PASSWORD + "\",\"must_change_password\":false}")
                .expect(201);
        String all = token(name, "\"all\"");
        String usual = token(name, "\"write:repository\",\"write:issue\",\"read:user\"");
        return new Account(name, all, usual, Http.token(server.url(), all), Http.token(server.url(), usual));
    }

    private String token(String user, String scopes) {
        String name = "t" + COUNTER.incrementAndGet();
        return basic(user, PASSWORD)
                .post("/users/" + user + "/tokens", "{\"name\":\"" + name + "\",\"scopes\":[" + scopes + "]}")
                .expect(201)
                .json()
                .path("sha1")
                .asText();
    }

    private Http basic(String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Http(server.url(), "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public String toString() {
        return label + " " + version;
    }
}
