// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.util.Objects;
import java.util.Optional;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Reads sources of a plugin that may be missing. */
@Restricted(NoExternalUse.class)
public abstract class SourceReader implements ExtensionPoint {

    /** What the first reader that knows the source says. */
    static Optional<Origin> find(SCMSource source, SCMHead head) {
        return ExtensionList.lookup(SourceReader.class).stream()
                .map(reader -> reader.read(source, head))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Null for a source of another kind. */
    abstract Origin read(SCMSource source, SCMHead head);
}
