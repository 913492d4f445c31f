// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URLs that git may be given: http, https, ssh and host:path. */
public final class RemoteUrl {
    private static final int MAX_LENGTH = 2000;
    private static final String HOST = "(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+\\])";
    private static final String USER = "(?:[A-Za-z0-9_][A-Za-z0-9._+-]*@)?";
    private static final String PORT = "(?::[0-9]{1,5})?";
    private static final Pattern HTTP = Pattern.compile("https?://(" + HOST + PORT + ")(?:/.*)?");
    private static final Pattern SSH = Pattern.compile("ssh://" + USER + HOST + PORT + "/.+");
    // Two colons would name a remote helper (ext::command); a slash before the colon would name a local path.
    private static final Pattern SCP = Pattern.compile(USER + HOST + ":(?![:-])(?!//).+");
    private static final Pattern PASSWORD = Pattern.compile("(?:[a-z]+://)?[^/@]*:[^/@]*@.*");
    private static final Pattern HTTP_USER = Pattern.compile("https?://[^/]*@.*");

    private RemoteUrl() {}

    /**
     * Returns {@code url} unchanged.
     *
     * @throws InvalidInput named {@code field}, when git could read it as an option, run a program for it
     *     (ext::, file tricks), or when it carries a password
     */
    public static String check(String field, String url) {
        String problem = problem(url);
        if (problem != null) {
            throw new InvalidInput(field, problem);
        }
        return url;
    }

    /** What is wrong with {@code url}, or null. */
    static String problem(String url) {
        if (url == null || url.isEmpty()) {
            return "must be the URL of a git repository";
        }
        if (url.length() > MAX_LENGTH) {
            return "must not be longer than " + MAX_LENGTH + " characters";
        }
        if (url.codePoints().anyMatch(RemoteUrl::isForbidden)) {
            return "must not contain a space or a control character";
        }
        if (PASSWORD.matcher(url).matches() || HTTP_USER.matcher(url).matches()) {
            return "must not carry a user name or a password; give the credentials on their own";
        }
        boolean known = HTTP.matcher(url).matches() || SSH.matcher(url).matches() || isScp(url);
        return known ? null : "must be an http, https or ssh URL, or user@host:path";
    }

    /** Host and port of an http URL as git's password prompt shows them; null for all others. */
    static String httpHost(String url) {
        Matcher matcher = HTTP.matcher(url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static boolean isScp(String url) {
        return SCP.matcher(url).matches() && !url.startsWith("file:");
    }

    private static boolean isForbidden(int c) {
        return c <= ' ' || Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
