// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.util.BuildData;
import hudson.scm.SCM;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Remotes of git, and whether they are all the same repository. */
final class GitRemotes {
    private static final String PULL_REQUESTS = "refs/pull/";
    private static final Pattern BRANCHES_ONLY = Pattern.compile("\\+?refs/heads/[^$]*");

    private final List<Remote> known = new ArrayList<>();
    private boolean unknown;

    private GitRemotes() {}

    /** @param credentialsId may be null */
    record Remote(RemoteAddress address, String credentialsId) {

        String repository() {
            return (address.host() + address.prefix() + "/" + address.repository()).toLowerCase(Locale.ROOT);
        }
    }

    static GitRemotes of(Collection<? extends SCM> scms) {
        GitRemotes remotes = new GitRemotes();
        configs(scms).forEach(config -> remotes.add(config.getUrl(), config.getCredentialsId()));
        return remotes;
    }

    static GitRemotes ofData(Collection<BuildData> builds) {
        GitRemotes remotes = new GitRemotes();
        builds.forEach(build -> build.getRemoteUrls().forEach(url -> remotes.add(url, null)));
        return remotes;
    }

    /** Whether one of them may bring a script of somebody who may not push: pull requests come from forks too. */
    static boolean readsPullRequests(Collection<? extends SCM> scms) {
        boolean wide = configs(scms)
                .map(UserRemoteConfig::getRefspec)
                .filter(refspecs -> refspecs != null && !refspecs.isBlank())
                .flatMap(refspecs -> Stream.of(refspecs.strip().split("\\s+")))
                .anyMatch(refspec -> !BRANCHES_ONLY.matcher(refspec).matches());
        return wide
                || git(scms)
                        .flatMap(scm -> scm.getBranches().stream())
                        .map(BranchSpec::getName)
                        .anyMatch(branch -> branch != null && branch.contains(PULL_REQUESTS));
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** The remote, when all are of one repository. */
    Optional<Remote> theOne() {
        boolean same = known.stream().map(Remote::repository).distinct().count() == 1;
        return same && !unknown ? Optional.of(known.get(0)) : Optional.empty();
    }

    private void add(String url, String credentialsId) {
        Optional<RemoteAddress> address = RemoteAddress.parse(url);
        address.ifPresent(remote -> known.add(new Remote(remote, credentialsId)));
        unknown |= address.isEmpty();
    }

    private static Stream<UserRemoteConfig> configs(Collection<? extends SCM> scms) {
        return git(scms).flatMap(scm -> scm.getUserRemoteConfigs().stream());
    }

    private static Stream<GitSCM> git(Collection<? extends SCM> scms) {
        return scms.stream().filter(GitSCM.class::isInstance).map(GitSCM.class::cast);
    }
}
