// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a remote's URL points to, in lower case; of a URL's user and password nothing is kept.
 *
 * @param port as the URL says, else the scheme's own
 * @param path of the repository without {@code .git}
 */
record RepositoryAddress(String scheme, String host, int port, String path) {
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443, "ssh", 22, "git", 9418);
    private static final String HOST = "(\\[[0-9a-f:.]+\\]|[^/:@\\[\\]]+)";
    private static final Pattern URL =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(?:[^/]*@)?" + HOST + "(?::([0-9]{1,5}))?/+(.+)");
    private static final Pattern SCP = Pattern.compile("(?:[^/:@]*@)?" + HOST + ":(?!:|//)/*(.+)");

    /** Null for what names no other machine: a path, file://, or nonsense. */
    static RepositoryAddress parse(String text) {
        String url = text.strip().toLowerCase(Locale.ROOT);
        Matcher matcher = URL.matcher(url);
        if (matcher.matches()) {
            String scheme = matcher.group(1);
            String port = matcher.group(3);
            return !PORTS.containsKey(scheme)
                    ? null
                    : new RepositoryAddress(
                            scheme,
                            matcher.group(2),
                            port == null ? PORTS.get(scheme) : Integer.parseInt(port),
                            plain(matcher.group(4)));
        }
        Matcher scp = SCP.matcher(url);
        return scp.matches() ? new RepositoryAddress("ssh", scp.group(1), 22, plain(scp.group(2))) : null;
    }

    /** Whether this may be another way to the repository at {@code other}: ports tell only within one scheme. */
    boolean isSameServer(RepositoryAddress other) {
        return host.equals(other.host) && (!scheme.equals(other.scheme) || port == other.port);
    }

    /** Whether the last two parts of the path are the repository's owner and name. */
    boolean names(RepositoryId repository) {
        String name = repository.toString().toLowerCase(Locale.ROOT);
        return path.equals(name) || path.endsWith("/" + name);
    }

    private static String plain(String path) {
        return path.replaceFirst("/+$", "").replaceFirst("\\.git$", "").replaceAll("/{2,}", "/");
    }
}
