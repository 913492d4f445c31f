// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Gitea on loopback with SQLite in a directory of its own; stopped by its process. */
final class RealGitea implements GiteaUnderTest {

    private static final String PASSWORD = "not-a-secret-1";

    private final URI url;
    private final Process process;

    private RealGitea(URI url, Process process) {
        this.url = url;
        this.process = process;
    }

    static RealGitea start(Path binary, Path directory) {
        try {
            return launched(binary, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RealGitea launched(Path binary, Path directory) throws IOException {
        int port = freePort();
        URI url = URI.create("http://127.0.0.1:" + port);
        Path ini = Files.writeString(directory.resolve("app.ini"), configuration(binary, directory, port));
        run(binary, directory, List.of("-c", ini.toString(), "migrate"));
        run(
                binary,
                directory,
                List.of(
                        "-c",
                        ini.toString(),
                        "admin",
                        "user",
                        "create",
                        "--username",
                        "root",
                        "--password",
                        PASSWORD,
                        "--email",
                        "root@example.org",
                        "--admin",
                        "--must-change-password=false"));
        Process process = launch(binary, directory, List.of("-c", ini.toString(), "web"), "web.log");
        RealGitea gitea = new RealGitea(url, process);
        gitea.awaitReady();
        return gitea;
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public String adminName() {
        return "root";
    }

    @Override
    public String adminPassword() {
        return PASSWORD;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/version")).build();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private static void run(Path binary, Path directory, List<String> arguments) throws IOException {
        Process step = launch(binary, directory, arguments, arguments.get(arguments.size() - 1) + ".log");
        try {
            if (step.waitFor() != 0) {
                throw new IOException("gitea failed, see " + directory);
            }
        } catch (InterruptedException e) {
            step.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Process launch(Path binary, Path directory, List<String> arguments, String log) throws IOException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT"));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String configuration(Path binary, Path directory, int port) {
        return """
                RUN_MODE = prod
                WORK_PATH = %1$s
                I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
                RUN_USER = %3$s
                [database]
                DB_TYPE = sqlite3
                PATH = %1$s/gitea.db
                [repository]
                ROOT = %1$s/repositories
                [server]
                HTTP_ADDR = 127.0.0.1
                HTTP_PORT = %2$d
                ROOT_URL = http://127.0.0.1:%2$d/
                DISABLE_SSH = true
                OFFLINE_MODE = true
                STATIC_ROOT_PATH = %4$s
                [security]
                INSTALL_LOCK = true
                SECRET_KEY = contract
                [service]
                DISABLE_REGISTRATION = true
                [webhook]
                ALLOWED_HOST_LIST = loopback
                [actions]
                ENABLED = false
                [cron]
                ENABLED = false
                [log]
                LEVEL = Warn
                """.formatted(
                        directory,
                        port,
                        System.getProperty("user.name"),
                        binary.toAbsolutePath().getParent());
    }
}
