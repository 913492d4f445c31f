// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.config;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a Gitea server, as people type it. */
public final class ServerUrl {
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_PORT = 65535;

    private static final Pattern ODD_PATH = Pattern.compile("//|/\\.{1,2}(/|$)");

    private ServerUrl() {}

    /**
     * Reads an http or https URL; a path is fine, for a server below a prefix.
     *
     * @throws InvalidInput named {@code field}
     */
    public static URI parse(String field, String text) {
        URI url = syntax(field, text);
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.isOpaque()) {
            throw notAUrl(field);
        }
        String authority = url.getRawAuthority();
        if (authority != null && authority.indexOf('@') >= 0) {
            throw new InvalidInput(field, "must not carry a user name, password or token");
        }
        if (url.getHost() == null || url.getPort() > MAX_PORT || url.getPort() == 0) {
            throw new InvalidInput(field, "must name a host (letters, digits, '-' and '.') and a port up to 65535");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new InvalidInput(field, "must not have a query or a fragment");
        }
        if (ODD_PATH.matcher(url.getRawPath()).find()) {
            throw new InvalidInput(field, "must not have '.' or '..' or '//' in its path");
        }
        return url;
    }

    /** Host in lower case, with the port unless it is the usual one of the scheme: the server's name in locks and results. */
    public static String hostAndPort(URI url) {
        int port = port(url);
        return url.getHost().toLowerCase(Locale.ROOT) + (port == usualPort(url) ? "" : ":" + port);
    }

    /** The port that is called, also when {@code url} names none. */
    public static int port(URI url) {
        return url.getPort() < 0 ? usualPort(url) : url.getPort();
    }

    /** Whether {@code url} has the scheme, the host and the port of {@code server}; a null server has none. */
    public static boolean isOn(URI server, String url) {
        try {
            URI other = new URI(url);
            return server != null
                    && server.getScheme().equalsIgnoreCase(other.getScheme())
                    && server.getHost().equalsIgnoreCase(other.getHost())
                    && port(server) == port(other);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int usualPort(URI url) {
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static URI syntax(String field, String text) {
        boolean plain =
                text != null && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c > ' ' && c < 127);
        if (!plain) {
            throw notAUrl(field);
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw notAUrl(field);
        }
    }

    private static InvalidInput notAUrl(String field) {
        return new InvalidInput(field, "must be an http:// or https:// URL of at most " + MAX_LENGTH + " characters");
    }
}
