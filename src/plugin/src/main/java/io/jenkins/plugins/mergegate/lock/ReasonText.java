// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.lock;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run writes into the lock reason of its resource: a sentence for people, and at its end the run's token and its
 * build. The build is there because a reason can outlive its lock: a {@code lock} step that gives no reason of its own
 * leaves the old one in place.
 *
 * @param holder who has the lock, for people
 * @param build {@code Run.getExternalizableId()}
 */
record ReasonText(String holder, String token, String build) {
    private static final Pattern FORM =
            Pattern.compile("Merge Gate: (.*) \\[run ([^\\s\\[\\]]+) of ([^\\[\\]]+)]", Pattern.DOTALL);
    private static final int HOLDER = 200;

    static Optional<ReasonText> parse(String reason) {
        Matcher matcher = FORM.matcher(reason == null ? "" : reason);
        return matcher.matches()
                ? Optional.of(new ReasonText(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        String text =
                holder == null ? "" : holder.replaceAll("\\p{Cntrl}+", " ").strip();
        return "Merge Gate: " + text.substring(0, Math.min(HOLDER, text.length())) + " [run " + token + " of " + build
                + "]";
    }
}
