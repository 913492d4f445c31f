// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

/** An answer is not the JSON it should be. {@link GiteaHttp} makes a {@link GiteaFailure} of it. */
final class MalformedAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswer(String problem) {
        super(problem);
    }
}
