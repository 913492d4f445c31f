// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.git.RemoteUrl;

/** Where git fetches and pushes. */
final class RemoteUrls {
    private static final int USUAL_SSH_PORT = 22;

    private RemoteUrls() {}

    /**
     * Over HTTP always the address of the server, so that the token goes nowhere else.
     *
     * @param sshUser null for HTTP
     * @param known the remote of the job's SCM, when it is of this repository; else null
     */
    static String of(Site site, String sshUser, RemoteAddress known) {
        String path = "/" + site.repository() + ".git";
        if (sshUser == null) {
            return RemoteUrl.check("server", site.gitea().toString().replaceFirst("/$", "") + path);
        }
        boolean ssh = known != null && known.isSsh();
        String address = ssh
                ? known.host() + port(known.port()) + known.prefix()
                : site.gitea().getHost();
        return RemoteUrl.check("server", "ssh://" + sshUser + "@" + address + path);
    }

    private static String port(int port) {
        return port < 0 || port == USUAL_SSH_PORT ? "" : ":" + port;
    }
}
