// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.git;

/** The URLs that git may be given: http, https, ssh and host:path. */
public final class RemoteUrl {
    private RemoteUrl() {}

    /**
     * Returns {@code url} unchanged.
     *
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput named {@code field}, when git could read it as an option,
     *     run a program for it (ext::, file tricks), or when it carries a password
     */
    public static String check(String field, String url) {
        throw new UnsupportedOperationException();
    }
}
