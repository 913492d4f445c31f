// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.contract;

import java.net.URI;

/** A running Gitea, real or embedded, of which nothing is known but its address and its administrator. */
public interface GiteaUnderTest extends AutoCloseable {

    URI url();

    String adminName();

    String adminPassword();

    @Override
    void close();
}
