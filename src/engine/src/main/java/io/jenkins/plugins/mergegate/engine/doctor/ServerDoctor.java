// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.gitea.ClockReading;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the findings say about git, the server and its clock. Pure; reading stands in {@link Examination}. */
final class ServerDoctor {
    /** The oldest git whose merge-tree writes trees. */
    private static final int[] OLDEST_GIT = {2, 38};

    /** The oldest Gitea that the contract was held against. */
    private static final int[] OLDEST_GITEA = {1, 22};

    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?!\\d).*");
    private static final String FORK = "+gitea-";

    private ServerDoctor() {}

    static Finding git(int... version) {
        String name = "git " + version[0] + "." + version[1];
        return isOlder(version, OLDEST_GIT)
                ? Finding.error("git", name + " is too old.", "Install git 2.38 or newer.")
                : Finding.ok("git", name + " is new enough.");
    }

    static Finding noGit(String message) {
        return Finding.error("git", message, "Install git 2.38 or newer.");
    }

    static Finding unreachable(GiteaFailure failure, FieldNames names) {
        String advice =
                switch (failure.kind()) {
                    case REDIRECT -> "Give the URL that it redirects to.";
                    case MALFORMED, NOT_FOUND ->
                        "Check " + names.url() + ": it must be the root of Gitea, without /api.";
                    default -> "Check " + names.url() + ", the network and the proxy.";
                };
        return Finding.error("server", failure.getMessage(), advice);
    }

    static Finding hidden() {
        return Finding.ok("server", "It answers, and tells its version to those who sign in.");
    }

    static Finding version(String version) {
        if (version.contains(FORK)) {
            return Finding.warn(
                    "server",
                    "It answers as version " + version + ", which is a fork of Gitea.",
                    "Only Gitea itself was tested, 1.22 and 1.27.");
        }
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return Finding.warn(
                    "server",
                    "It answers, and its version " + version + " is not one of a release.",
                    "Make sure that it is Gitea 1.22 or newer.");
        }
        boolean old = isOlder(
                new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))}, OLDEST_GITEA);
        return old
                ? Finding.warn(
                        "server",
                        "Gitea " + version + " answers, which is older than what the gate was tested with.",
                        "Update Gitea to 1.22 or newer.")
                : Finding.ok("server", "Gitea " + version + " answers.");
    }

    static Finding clock(ClockReading reading) {
        Duration skew = reading.server().isBefore(reading.before())
                ? Duration.between(reading.server(), reading.before())
                : reading.server().isAfter(reading.after())
                        ? Duration.between(reading.after(), reading.server())
                        : Duration.ZERO;
        return skew.compareTo(TOLERATED_SKEW) > 0
                ? Finding.warn(
                        "clock",
                        "The clocks of this machine and of Gitea are " + skew.toSeconds() + " s apart.",
                        "Run a time service on both.")
                : Finding.ok("clock", "This machine and Gitea agree on the time.");
    }

    static Finding remote(String url, boolean read, String said, FieldNames names) {
        return read
                ? Finding.ok("remote", "Git reads " + url + ".")
                : Finding.error(
                        "remote",
                        "Git cannot read " + url + ": " + said.strip(),
                        "Give " + names.remote() + " when this URL is not the one to use from here.");
    }

    static Finding badRemote(String problem, FieldNames names) {
        return Finding.error("remote", problem, "Correct ROOT_URL of Gitea, or give " + names.remote() + ".");
    }

    private static boolean isOlder(int[] version, int... oldest) {
        return version[0] < oldest[0] || version[0] == oldest[0] && version[1] < oldest[1];
    }
}
