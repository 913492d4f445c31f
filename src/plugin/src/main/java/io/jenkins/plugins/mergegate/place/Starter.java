// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.Permission;
import io.jenkins.plugins.mergegate.run.Deferred;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * The person who started a build by hand, by replay too. Who started the build before it does not count, nor who started
 * one that was put off: what runs again may be another commit than the one that person saw.
 */
final class Starter {
    private Starter() {}

    static boolean has(Run<?, ?> run, Permission permission) {
        if (run.getCause(Deferred.class) != null) {
            return false;
        }
        return run.getActions(CauseAction.class).stream()
                .flatMap(action -> action.getCauses().stream())
                .filter(Cause.UserIdCause.class::isInstance)
                .map(Cause.UserIdCause.class::cast)
                .anyMatch(cause -> has(cause.getUserId(), permission));
    }

    private static boolean has(String userId, Permission permission) {
        Authentication person = userId == null ? Jenkins.ANONYMOUS2 : authentication(userId);
        return person != null && Jenkins.get().getACL().hasPermission2(person, permission);
    }

    private static Authentication authentication(String userId) {
        try {
            User user = User.getById(userId, false);
            return user == null ? null : user.impersonate2();
        } catch (UsernameNotFoundException e) {
            return null;
        }
    }
}
