// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.fuzz;

import io.jenkins.plugins.mergegate.engine.gitea.ApiAnswerTarget;
import io.jenkins.plugins.mergegate.engine.gitea.MergeAnswerTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the fuzzer Jazzer on one target after the other, each in a process of its own, for as many seconds as the argument
 * says. What it learns stays in {@code target/fuzz}, and so does an input that it finds; it belongs among the samples then.
 */
final class FuzzAll {
    private static final List<Class<?>> TARGETS = List.of(
            ConfigurationTarget.class,
            MarkerFileTarget.class,
            JournalTarget.class,
            LeaseTarget.class,
            HoldTarget.class,
            MergeAnswerTarget.class,
            ApiAnswerTarget.class,
            WebhookTarget.class);

    private FuzzAll() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int finds = 0;
        for (Class<?> target : TARGETS) {
            System.out.println("Fuzzing " + target.getSimpleName());
            finds += fuzz(target, Integer.parseInt(args[0])) == 0 ? 0 : 1;
        }
        System.out.println(finds + " of " + TARGETS.size() + " targets with a find");
        System.exit(finds == 0 ? 0 : 1);
    }

    private static int fuzz(Class<?> target, int seconds) throws IOException, InterruptedException {
        Path learnt = Path.of("target/fuzz", target.getSimpleName());
        Files.createDirectories(learnt);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target.getName(),
                        "--instrumentation_includes=io.jenkins.plugins.mergegate.**:com.fasterxml.jackson.**:org.yaml.**",
                        "--reproducer_path=target/fuzz",
                        "-artifact_prefix=target/fuzz/" + target.getSimpleName() + "-",
                        "-max_total_time=" + seconds,
                        "-timeout=60",
                        "-print_final_stats=1",
                        learnt.toString(),
                        "src/test/resources/fuzz/" + target.getSimpleName())
                .inheritIO()
                .start()
                .waitFor();
    }
}
