// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import io.jenkins.plugins.mergegate.testkit.EmbeddedGitea;
import io.jenkins.plugins.mergegate.testkit.model.Flavour;
import io.jenkins.plugins.mergegate.testkit.model.User;
import java.net.URI;
import java.nio.file.Path;

/** The embedded server behind the same small interface. */
final class EmbeddedUnderTest implements GiteaUnderTest {

    private final EmbeddedGitea gitea;
    private final User admin;

    EmbeddedUnderTest(Path directory, Flavour flavour) {
        gitea = EmbeddedGitea.start(directory);
        gitea.setFlavour(flavour);
        admin = gitea.createAdmin("root");
    }

    @Override
    public URI url() {
        return gitea.url();
    }

    @Override
    public String adminName() {
        return admin.name();
    }

    @Override
    public String adminPassword() {
        return admin.password();
    }

    @Override
    public void close() {
        gitea.close();
    }
}
