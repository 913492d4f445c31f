// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import java.net.URI;
import java.util.List;

/**
 * Where people find in Gitea what a record names.
 *
 * @param repository without a slash at its end; null when the address of the server is not known: then there are no links
 */
public record GiteaLinks(@CheckForNull String repository) {
    public static final GiteaLinks NONE = new GiteaLinks(null);

    /**
     * Of a repository on a configured server, or below the address it was cloned from.
     *
     * @param server its host and port, as records name it
     * @param cloneUrl null when not known
     */
    public static GiteaLinks of(
            List<GateConfig.Server> servers,
            @CheckForNull String server,
            @CheckForNull RepositoryId repository,
            @CheckForNull String cloneUrl) {
        if (server == null || repository == null) {
            return NONE;
        }
        return servers.stream()
                .map(GateConfig.Server::url)
                .filter(url -> isAt(url, server))
                .map(url -> new GiteaLinks(url.replaceFirst("/$", "") + "/" + repository))
                .findFirst()
                .orElseGet(() -> ofClone(cloneUrl, server, repository));
    }

    /** Null when there are no links. */
    @CheckForNull
    public String pullRequest(@CheckForNull Long number) {
        return number == null ? null : below("/pulls/" + number);
    }

    @CheckForNull
    public String commit(@CheckForNull String sha) {
        return sha == null ? null : below("/commit/" + Util.rawEncode(sha));
    }

    private String below(String path) {
        return repository == null ? null : repository + path;
    }

    private static GiteaLinks ofClone(@CheckForNull String cloneUrl, String server, RepositoryId repository) {
        String page = cloneUrl == null ? null : cloneUrl.replaceFirst("(\\.git)?/?$", "");
        boolean fits = page != null && isAt(page, server) && page.endsWith("/" + repository);
        return fits ? new GiteaLinks(page) : NONE;
    }

    /** Only http and https get through: anything else is no link for a page. */
    private static boolean isAt(String text, String server) {
        try {
            URI url = ServerUrl.parse("url", text);
            return ServerUrl.hostAndPort(url).equals(server);
        } catch (InvalidInput e) {
            return false;
        }
    }
}
