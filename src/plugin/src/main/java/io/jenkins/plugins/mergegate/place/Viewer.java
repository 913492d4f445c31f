// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.place;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.mergegate.config.MergeGatePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.DirectlyModifiableTopLevelItemGroup;
import jenkins.model.Jenkins;
import jenkins.model.lazy.LazyBuildMixIn;
import org.springframework.security.core.Authentication;

/**
 * What the person at work may see of the builds that records name: those of jobs that he may read. One object for one
 * request, in one thread: each job is asked once. No build is looked up.
 */
public final class Viewer {
    private final Authentication person = Jenkins.getAuthentication2();
    private final boolean manages = Jenkins.get().hasPermission(MergeGatePermissions.MANAGE);
    private final Map<String, Sight> jobs = new HashMap<>();

    /** @param job null when it is gone */
    private record Sight(@CheckForNull Job<?, ?> job, boolean visible) {}

    /**
     * A build for people.
     *
     * @param url relative to the root of Jenkins; null when it was discarded, or its job is gone
     */
    public record Build(String name, @CheckForNull String url) {}

    /** Whether that person may manage the gate. */
    public boolean manages() {
        return manages;
    }

    /**
     * Whether he may read what concerns this build. What no job can be found for is for those who manage the gate.
     *
     * @param build as {@link BuildName#parse} reads it; may be anything
     */
    public boolean sees(@CheckForNull String build) {
        return BuildName.parse(build).map(name -> sight(name.job()).visible()).orElse(manages);
    }

    /** The build; null unless {@link #sees}, or when it is none. */
    @CheckForNull
    public Build build(@CheckForNull String build) {
        Optional<BuildName> name = BuildName.parse(build).filter(any -> sees(build));
        return name.map(this::describe).orElse(null);
    }

    private Build describe(BuildName name) {
        Job<?, ?> job = sight(name.job()).job();
        if (job == null) {
            return new Build(name.toString(), null);
        }
        String url = isThere(job, name.number()) ? job.getUrl() + name.number() + "/" : null;
        return new Build(job.getFullDisplayName() + " #" + name.number(), url);
    }

    /** Fewer builds are kept than runs are known. Asked for its number alone, no build is loaded. */
    private static boolean isThere(Job<?, ?> job, int number) {
        return !(job instanceof LazyBuildMixIn.LazyLoadingJob<?, ?> lazy)
                || lazy.getLazyBuildMixIn()._getRuns().runExists(number);
    }

    private Sight sight(String job) {
        return jobs.computeIfAbsent(job, this::look);
    }

    /** Found as Jenkins itself: the question is what the person may do with it, not whether he finds it. */
    @SuppressWarnings("try")
    private Sight look(String name) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Item item = Jenkins.get().getItemByFullName(name);
            if (item != null) {
                Job<?, ?> job = item instanceof Job<?, ?> found ? found : null;
                return new Sight(job, item.getACL().hasPermission2(person, Item.READ));
            }
            return new Sight(null, manages || inheritsFromReadable(name));
        }
    }

    /**
     * A branch that was merged and deleted takes its job with it. What a computed folder holds has no permissions of its
     * own: whoever may read the folder could read the job.
     */
    private boolean inheritsFromReadable(String job) {
        int end = job.lastIndexOf('/');
        Item parent = end < 0 ? null : Jenkins.get().getItemByFullName(job.substring(0, end));
        return parent instanceof ItemGroup
                && !(parent instanceof DirectlyModifiableTopLevelItemGroup)
                && parent.getACL().hasPermission2(person, Item.READ);
    }
}
