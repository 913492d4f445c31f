// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.mergegate.testkit.contract.Scene;
import io.jenkins.plugins.mergegate.testkit.contract.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the command inside the test and keeps what it wrote. */
final class CliRunner {
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> always = new ArrayList<>();
    private final Stop stop = new Stop();

    /** What a call ended with. */
    record Ended(int exit, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    CliRunner() {
        environment.put("PATH", System.getenv("PATH"));
    }

    /** The bot of a server, with state and work of its own in a folder. */
    static CliRunner of(World world, URI server, Scene scene, Path folder) {
        return new CliRunner()
                .env("GITEA_TOKEN", world.bot.gateToken())
                .with("--gitea", server.toString())
                .with("--repository", "alice/" + scene.name())
                .with("--state-dir", folder.resolve("state").toString())
                .with("--work-dir", folder.resolve("work").toString());
    }

    CliRunner env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Options that every call has, after its own. */
    CliRunner with(String... options) {
        always.addAll(List.of(options));
        return this;
    }

    Stop stop() {
        return stop;
    }

    Ended run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(always);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new Cli(environment, print(out), print(err), stop).run(all.toArray(String[]::new));
        return new Ended(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
