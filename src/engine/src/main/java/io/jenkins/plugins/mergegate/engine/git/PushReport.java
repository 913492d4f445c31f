// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.git.GitResult.Ending;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code git push --porcelain} of one ref claims. */
enum PushReport {
    /** The remote is there now, or was there before. */
    DONE,
    /** The lease did not hold. */
    STALE,
    /** The server said no, and would say it again. */
    REFUSED,
    /** Anything else: only a look at the remote tells what happened. */
    UNCLEAR;

    private static final int MAX_TEXT = 300;
    private static final Pattern LINE =
            Pattern.compile("^(?<flag>[ +*=!-])\\t\\S+:refs/heads/\\S+\\t(?<summary>.*)$", Pattern.MULTILINE);

    /** A lost race for the ref, or a server that is unwell: not a decision about this push. */
    private static final Pattern PASSING = Pattern.compile("failed to update ref|cannot lock ref|failed to lock"
            + "|internal server error|unable to create|unpacker error|no space|remote failure|timed out|timeout");

    static PushReport read(GitResult result) {
        if (result.ending() != Ending.EXITED) {
            return UNCLEAR;
        }
        Matcher line = LINE.matcher(result.out());
        if (!line.find()) {
            return result.err().contains("returned error: 403") ? REFUSED : UNCLEAR;
        }
        if (!line.group("flag").equals("!")) {
            return result.exit() == 0 ? DONE : UNCLEAR;
        }
        String summary = line.group("summary");
        if (summary.contains("(stale info)")) {
            return STALE;
        }
        String all = (summary + "\n" + result.err()).toLowerCase(Locale.ROOT);
        boolean decided =
                summary.startsWith("[remote rejected]") && !PASSING.matcher(all).find();
        return decided ? REFUSED : UNCLEAR;
    }

    /** The server's own words in one line. */
    static String text(GitResult result) {
        String remote = result.err()
                .lines()
                .filter(line -> line.startsWith("remote:"))
                .map(line -> line.substring("remote:".length())
                        .replaceAll("\\p{Cntrl}+", " ")
                        .strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .collect(Collectors.joining(" "));
        Matcher line = LINE.matcher(result.out());
        String summary = line.find() ? line.group("summary").strip() : GitMessages.brief(result.err());
        String text = remote.isEmpty() ? summary : summary + ": " + remote;
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "..." : text;
    }
}
