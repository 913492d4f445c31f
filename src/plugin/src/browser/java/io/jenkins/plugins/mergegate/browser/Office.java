// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.browser;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import hudson.model.Item;
import io.jenkins.plugins.mergegate.Acme;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A Jenkins with people in it, the Gitea of {@link Acme}, and a browser. */
final class Office implements AutoCloseable {
    /** A page of a Jenkins that has just started, on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final JenkinsRule jenkins;
    final Acme acme;
    private final Chromium chromium;

    /** Opens a Jenkins that has an administrator {@code admin}, and {@code manager}, who may manage the gate. */
    Office(JenkinsRule jenkins, Path directory) {
        this.jenkins = jenkins;
        acme = new Acme(directory);
        chromium = Chromium.start();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, MergeGatePermissions.MANAGE)
                .everywhere()
                .to("manager"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    }

    /** Somebody who has logged in. */
    Visitor visitor(String user, int width, int height) throws Exception {
        Visitor visitor = chromium.visitor(jenkins.getURL(), width, height);
        visitor.login(user);
        return visitor;
    }

    @Override
    public void close() {
        chromium.close();
        acme.close();
    }
}
