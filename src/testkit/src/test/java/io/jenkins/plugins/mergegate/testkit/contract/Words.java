// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

/**
 * What a version says in which case. Where it is not known which version brought a wording, the first one it was seen in
 * stands here.
 */
record Words(Version version) {

    String notFound() {
        return version.isSince("1.25") ? "not found" : "The target couldn't be found.";
    }

    String noOwner() {
        return version.isSince("1.27") ? "not found" : "GetUserByName";
    }

    /** The beginning. */
    String noPull() {
        return version.isSince("1.27") ? "pull request does not exist" : "GetPullRequestByIndex";
    }

    /** The beginning. */
    String noComment(long id) {
        return version.isSince("1.27") ? "comment does not exist [id: " + id : notFound();
    }

    String noBase(String name) {
        return version.isSince("1.27") ? noHead(name) : "BaseNotExist";
    }

    String noHead(String name) {
        return version.isSince("1.27") ? "ref \"" + name + "\" does not exist" : notFound();
    }

    String wrongToken() {
        return version.isSince("1.27") ? "invalid username, password or token" : "user does not exist [uid: 0, name: ]";
    }

    String missingScope(String required, String given) {
        return "token does not have at least one of required scope(s)"
                + (version.isSince("1.27")
                        ? ", required=[" + required + "], token scope=" + given
                        : ": [" + required + "]");
    }

    String archived(long id, String fullName) {
        return version.isSince("1.27") ? "repo is archived" : "<Repository " + id + ":" + fullName + "> is archived";
    }

    String alreadyMerged() {
        return version.isSince("1.25") ? "The PR is already merged" : "";
    }

    /** A rule of the target's protection is not met. */
    String unmet(String rule) {
        return version.isSince("1.24") ? rule : "not allowed to merge [reason: " + rule + "]";
    }

    String unsigned() {
        return version.isSince("1.27")
                ? "the branch requires signed commits but not all head commits are verified"
                : "wont sign: nokey";
    }

    String wrongCommit() {
        return version.isSince("1.26") ? "Wrong commit ID" : "";
    }

    String defaultBranchStays() {
        return version.isSince("1.27")
                ? "can not delete default or pull request target branch"
                : "can not delete default branch";
    }
}
