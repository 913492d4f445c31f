// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.RepositoryId;
import java.net.URI;

/**
 * What the job of a build says about itself. Nothing here can be changed by the script that runs, except in a job whose
 * script is its own configuration.
 *
 * @param gitea the address of the server, when the job names it exactly; else null
 * @param repository null when it cannot be told
 * @param remote where git fetches it; null when it cannot be told
 * @param head null in a job that is not of a multibranch project
 * @param credentialsId of the job's SCM; may be null
 */
record Origin(Kind kind, URI gitea, RepositoryId repository, RemoteAddress remote, Head head, String credentialsId) {

    /** Who wrote the script. */
    enum Kind {
        /** Whoever may push the branch. */
        MULTIBRANCH,
        /** Whoever may push to the repository. */
        FROM_SCM,
        /** Whoever may configure the job. */
        INLINE
    }

    static Origin unknown(Kind kind, Head head) {
        return new Origin(kind, null, null, null, head, null);
    }

    static Origin of(Kind kind, RemoteAddress remote, Head head, String credentialsId) {
        return new Origin(kind, null, remote.repository(), remote, head, credentialsId);
    }

    boolean isInline() {
        return kind == Kind.INLINE;
    }

    /** Gitea does not tell upper and lower case apart. */
    boolean isRepository(RepositoryId other) {
        return repository != null && repository.toString().equalsIgnoreCase(other.toString());
    }
}
