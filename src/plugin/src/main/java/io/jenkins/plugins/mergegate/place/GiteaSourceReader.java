// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import java.net.URI;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugin.gitea.GiteaSCMSource;
import org.jenkinsci.plugin.gitea.ReleaseSCMHead;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Sources of the Gitea plugin, which say exactly what they are of. The only class that needs that plugin. */
@OptionalExtension(requirePlugins = "gitea")
public final class GiteaSourceReader extends SourceReader {

    @Override
    Origin read(SCMSource source, SCMHead head) {
        return source instanceof GiteaSCMSource gitea ? read(gitea, headOf(head)) : null;
    }

    private static Origin read(GiteaSCMSource source, Head head) {
        try {
            URI server = ServerUrl.parse("server", source.getServerUrl());
            RepositoryId repository = new RepositoryId(source.getRepoOwner(), source.getRepository());
            RemoteAddress remote = RemoteAddress.parse(source.getRemote()).orElse(null);
            return new Origin(Origin.Kind.MULTIBRANCH, server, repository, remote, head, source.getCredentialsId());
        } catch (InvalidInput e) {
            return Origin.unknown(Origin.Kind.MULTIBRANCH, head);
        }
    }

    private static Head headOf(SCMHead head) {
        return head instanceof ReleaseSCMHead ? Head.of(Head.Type.TAG) : Sources.head(head);
    }
}
