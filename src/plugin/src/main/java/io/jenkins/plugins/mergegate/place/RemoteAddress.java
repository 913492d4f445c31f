// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the URL of a git remote that ends in {@code owner/name}. A password in the URL is dropped.
 *
 * @param scheme http, https or ssh
 * @param user of an ssh URL; else null
 * @param host in lower case
 * @param port -1 for the usual one
 * @param prefix what stands before {@code /owner/name}: empty, or begins with a slash
 */
record RemoteAddress(String scheme, String user, String host, int port, String prefix, RepositoryId repository) {
    private static final String SSH = "ssh";
    private static final Set<String> SCHEMES = Set.of("http", "https", SSH);

    /** A host has two letters at least: one letter and a colon begin a path of Windows. */
    private static final Pattern SCP = Pattern.compile(
            "(?:([A-Za-z0-9_][A-Za-z0-9._+-]*)@)?([A-Za-z0-9][A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):(?![:-])(.+)");

    /** Reads {@code url}; empty when it is none of http, https, ssh and host:path, or does not end in owner/name. */
    static Optional<RemoteAddress> parse(String url) {
        if (url == null) {
            return Optional.empty();
        }
        try {
            return url.contains("://") ? hierarchical(new URI(url)) : scp(url);
        } catch (URISyntaxException | InvalidInput e) {
            return Optional.empty();
        }
    }

    boolean isSsh() {
        return scheme.equals(SSH);
    }

    /** The server that an http remote belongs to. */
    URI serverUrl() {
        return URI.create(scheme + "://" + host + (port < 0 ? "" : ":" + port) + prefix);
    }

    private static Optional<RemoteAddress> hierarchical(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean plain = url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
        if (!plain || !SCHEMES.contains(scheme)) {
            return Optional.empty();
        }
        String user = scheme.equals(SSH) ? userName(url.getRawUserInfo()) : null;
        return below(scheme, user, url.getHost(), url.getPort(), url.getRawPath())
                .filter(RemoteAddress::isSound);
    }

    private static Optional<RemoteAddress> scp(String url) {
        Matcher matcher = SCP.matcher(url);
        return matcher.matches()
                ? below(SSH, matcher.group(1), matcher.group(2), -1, matcher.group(3))
                : Optional.empty();
    }

    private static Optional<RemoteAddress> below(String scheme, String user, String host, int port, String path) {
        List<String> parts =
                Arrays.asList(path.replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1));
        int owner = parts.size() - 2;
        if (owner < 0 || parts.stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))) {
            return Optional.empty();
        }
        String prefix = owner == 0 ? "" : "/" + String.join("/", parts.subList(0, owner));
        String name = parts.get(owner + 1).replaceFirst("\\.git$", "");
        return Optional.of(new RemoteAddress(
                scheme, user, host.toLowerCase(Locale.ROOT), port, prefix, new RepositoryId(parts.get(owner), name)));
    }

    /** An http remote must be of a server that could be configured. */
    private boolean isSound() {
        return isSsh() || ServerUrl.parse("server", serverUrl().toString()) != null;
    }

    private static String userName(String userInfo) {
        return userInfo == null ? null : userInfo.replaceFirst(":.*", "");
    }
}
