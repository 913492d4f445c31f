// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitFailure.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what git writes on standard error, in the C locale. Pure functions. */
final class GitMessages {
    private static final int MAX_LINES = 3;
    private static final int MAX_LENGTH = 600;

    /** Before what the server says, which it says as it likes. */
    private static final String REMOTE = "remote:";

    /** The last words of the server, of any number of lines, none of which is marked. */
    private static final String LAST_WORDS = "fatal: remote error:";

    private static final Pattern MISSING_REF = Pattern.compile("couldn't find remote ref (?:refs/heads/)?(\\S+)");
    private static final Pattern STALE_LOCK = Pattern.compile("Unable to create '(.+\\.lock)': File exists");
    private static final Pattern CONFIG_LOCK = Pattern.compile("could not lock config file (.+): File exists");
    private static final Pattern IN_THE_WAY = Pattern.compile("': '(refs/remotes/origin/.+?)' exists; cannot create '");
    private static final Pattern HALF_WORKTREE =
            Pattern.compile("(?:bad object |failed to read .*/|not a git repository: .*/)worktrees/(" + Worktrees.NAME
                    + ")(?=[/\\s':]|$)");
    private static final Pattern OTHER_FORMAT =
            Pattern.compile("mismatched algorithms: client sha\\w+; server (sha1|sha256)");

    private static final Pattern REFUSED = Pattern.compile("authentication failed|could not read (username|password)"
            + "|permission denied|returned error: (401|403)|invalid username or password|host key verification failed"
            + "|access denied");
    private static final Pattern HOPELESS = Pattern.compile(
            "does not appear to be a git repository|repository .*not found"
                    + "|returned error: (3\\d\\d|400|404|410)|certificate|transport '.*' not allowed|unable to find remote helper");
    private static final Pattern NETWORK = Pattern.compile("could not resolve host|couldn't connect|failed to connect"
            + "|connection (refused|reset|timed out|closed)|operation (timed out|too slow)|timed out|early eof"
            + "|hung up unexpectedly|rpc failed|unexpected disconnect|returned error: (5\\d\\d|408|429)"
            + "|network is unreachable|no route to host|empty reply from server|transfer closed|recv failure|send failure"
            + "|ssl_|gnutls|unable to access|bad line length|expected flush|protocol error|unexpected end of file"
            + "|couldn't read from remote|could not read from remote|internal server error");
    private static final Pattern UNKNOWN = Pattern.compile("bad object|Not a valid (commit|object) name");
    private static final Pattern DAMAGED = Pattern.compile("not a git repository|loose object .* is corrupt"
            + "|object file .* is empty|unable to unpack|inflate:|bad (object|tree object)|bad config|index file corrupt"
            + "|packfile .* (invalid|truncated|not match|cannot be|too small|claims)|is corrupt|unable to read (tree|sha1 file)"
            + "|unable to parse (commit|object)|missing (blob|tree|commit|object)|could not read [0-9a-f]{40}"
            + "|invalid sha1 pointer|failed to read object|cannot read object|unable to find [0-9a-f]{40}"
            + "|did not send all necessary objects|not a valid object|not a tree object|broken (ref|link)|bad ref|unexpected line in .*packed-refs|unable to read [0-9a-f]{40}"
            + "|missing necessary objects|non-monotonic index|wrong index");

    private GitMessages() {}

    static Kind kind(GitResult result) {
        return switch (result.ending()) {
            case TIMED_OUT -> Kind.TIMEOUT;
            case INTERRUPTED -> Kind.INTERRUPTED;
            case NOT_STARTED -> Kind.OTHER;
            case EXITED -> kind(result.err().toLowerCase(Locale.ROOT));
        };
    }

    private static Kind kind(String err) {
        if (ownLines(err).anyMatch(line -> line.contains("couldn't find remote ref"))) {
            return Kind.REF_MISSING;
        }
        if (REFUSED.matcher(err).find()) {
            return Kind.AUTHENTICATION;
        }
        boolean network = !HOPELESS.matcher(err).find() && NETWORK.matcher(err).find();
        return network ? Kind.NETWORK : Kind.OTHER;
    }

    /** Whether git complains about the repository on this machine. An unknown sha in the {@code arguments} is no damage. */
    static boolean isDamage(GitResult result, List<String> arguments) {
        if (result.ok() || kind(result) != Kind.OTHER) {
            return false;
        }
        String asked = String.join(" ", arguments);
        return ownLines(result.err())
                .filter(line -> DAMAGED.matcher(line.toLowerCase(Locale.ROOT)).find())
                .anyMatch(line -> !isAboutAsked(line, asked));
    }

    private static boolean isAboutAsked(String line, String asked) {
        return UNKNOWN.matcher(line).find()
                && Arrays.stream(line.split("[^0-9a-f]+")).filter(Sha::isFull).anyMatch(asked::contains);
    }

    /** The branch that the remote does not have, or null. */
    static String missingBranch(String err) {
        return first(MISSING_REF, err);
    }

    /** The lock file that stood in the way, or null. */
    static String staleLock(String err) {
        String file = first(STALE_LOCK, err);
        String config = first(CONFIG_LOCK, err);
        return file != null || config == null ? file : config + ".lock";
    }

    /** Tracking refs of branches that are gone and whose names stand in the way of new ones (a, a/b). */
    static List<String> refsInTheWay(String err) {
        return ownLines(err)
                .flatMap(line -> IN_THE_WAY.matcher(line).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    /** The object format of a remote that speaks another one than the mirror, or null. */
    static String otherObjectFormat(String err) {
        return first(OTHER_FORMAT, err);
    }

    /** The work tree whose notes a killed run left half made, or null. */
    static String halfWorktree(String err) {
        return first(HALF_WORKTREE, err);
    }

    /** What a person needs to see of {@code err}: errors before hints, few lines, no control characters. */
    static String brief(String err) {
        List<String> lines = err.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> errors = lines.stream()
                .filter(line -> line.startsWith("fatal:") || line.startsWith("error:") || line.startsWith(REMOTE))
                .toList();
        String text =
                (errors.isEmpty() ? lines : errors).stream().limit(MAX_LINES).collect(Collectors.joining(" "));
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    }

    private static String first(Pattern pattern, String err) {
        return ownLines(err)
                .flatMap(line -> pattern.matcher(line).results())
                .map(match -> match.group(1))
                .findFirst()
                .orElse(null);
    }

    /** What git itself says: the server must not talk the gate into a repair. */
    private static Stream<String> ownLines(String err) {
        return err.lines().takeWhile(line -> !line.startsWith(LAST_WORDS)).filter(line -> !line.startsWith(REMOTE));
    }
}
