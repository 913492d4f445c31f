// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.Util;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a step works on when its parameters do not say. Pure functions; what is allowed is asked elsewhere. */
final class Defaults {
    private static final String REMOTE = "origin/";

    private final Named named;
    private final Origin origin;
    private final Map<String, String> env;

    Defaults(Named named, Origin origin, Map<String, String> env) {
        this.named = named;
        this.origin = origin;
        this.env = env;
    }

    /** In the spelling of the job's SCM, so that one repository has one name. */
    RepositoryId repository() {
        if (origin.repository() == null && !origin.isInline()) {
            throw new InvalidInput(
                    "repository",
                    "cannot be told from the job's SCM: its remote must be an http(s) or ssh URL that ends in owner/name");
        }
        if (named.repository() == null) {
            return known();
        }
        RepositoryId wanted = RepositoryId.parse(named.repository());
        return origin.isRepository(wanted) ? origin.repository() : wanted;
    }

    /** Of the step, of the head that the job builds; in jobs without a head of the environment. */
    String branch() {
        Head head = origin.head();
        String own = head == null ? ofEnvironment() : head.branch();
        return RefName.check("branch", named.branch() == null ? existing(own) : named.branch());
    }

    String target(String defaultTarget) {
        String ofHead = origin.head() == null ? null : origin.head().target();
        return RefName.check(
                "target", first(Stream.of(named.target(), ofHead, variable("CHANGE_TARGET"), defaultTarget)));
    }

    private RepositoryId known() {
        if (origin.repository() == null) {
            throw new InvalidInput(
                    "repository", "is missing: the build checked out none that fits, or several; give owner/name");
        }
        return origin.repository();
    }

    private String ofEnvironment() {
        String git = variable("GIT_BRANCH");
        String local = git != null && git.startsWith(REMOTE) ? git.substring(REMOTE.length()) : git;
        return first(Stream.of(variable("CHANGE_BRANCH"), variable("BRANCH_NAME"), local));
    }

    private static String existing(String branch) {
        if (branch == null) {
            throw new InvalidInput(
                    "branch", "is missing: neither the step nor the job nor the environment of the build names one");
        }
        return branch;
    }

    private String variable(String name) {
        return Util.fixEmptyAndTrim(env.get(name));
    }

    private static String first(Stream<String> values) {
        return values.filter(Objects::nonNull).findFirst().orElse(null);
    }
}
