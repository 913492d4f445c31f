// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pull requests as Gitea's JSON has them. */
final class Pulls {
    private Pulls() {}

    static String open(int number, String head, String headRepository, String base) {
        return pull(number, "open", false, head, head, headRepository, base);
    }

    /** Merged, and its head branch deleted. */
    static String merged(int number, String head, String headRepository, String base) {
        return pull(number, "closed", true, "refs/pull/" + number + "/head", head, headRepository, base);
    }

    static String pull(
            int number, String state, boolean merged, String ref, String label, String headRepository, String base) {
        return ("{'id':%d,'number':%d,'title':'T','state':'%s','draft':false,'mergeable':true,'merged':%b,"
                        + "'merge_commit_sha':null,'html_url':'http://gitea.test/%d','labels':[],"
                        + "'base':{'label':'%s','ref':'%s','sha':'b','repo':{'full_name':'alice/app'}},"
                        + "'head':{'label':'%s','ref':'%s','sha':'%s','repo':{'full_name':'%s'}}}")
                .formatted(
                        number + 1000,
                        number,
                        state,
                        merged,
                        number,
                        base,
                        base,
                        label,
                        ref,
                        Clients.SHA,
                        headRepository)
                .replace('\'', '"');
    }

    /** {@code count} pull requests that nobody looks for. */
    static String others(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> open(number, "other" + number, "alice/app", "main"))
                .collect(Collectors.joining(","));
    }
}
