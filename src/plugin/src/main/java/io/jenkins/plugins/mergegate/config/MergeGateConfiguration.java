// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import io.jenkins.plugins.mergegate.engine.config.ConfigRules;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.List;
import java.util.function.Consumer;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * The configuration of the gate in Jenkins: the keys, the rules and the words of the command's configuration file.
 *
 * <p>A change is checked as a whole before it is in force, and is refused with an
 * {@link io.jenkins.plugins.mergegate.engine.InvalidInput}; then nothing changed. Within a {@link BulkChange} the
 * changes are in force, all at once, when it is committed. What a getter returns is a copy. Flags and numbers are set as
 * text, so that what is neither can be refused; code that has a {@link GateConfig} calls {@link #apply}.
 */
@Extension
@Symbol("mergeGate")
public final class MergeGateConfiguration extends GlobalConfiguration {
    /** What is on disk. */
    private Settings settings = new Settings();

    private transient volatile GateConfig config = GateConfig.defaults();

    private final transient ThreadLocal<Draft> draft = new ThreadLocal<>();

    public MergeGateConfiguration() {
        load();
    }

    public static MergeGateConfiguration get() {
        return ExtensionList.lookupSingleton(MergeGateConfiguration.class);
    }

    /** What is in force; always valid. */
    public GateConfig toGateConfig() {
        return config;
    }

    /**
     * Puts {@code next} in force and on disk.
     *
     * @throws io.jenkins.plugins.mergegate.engine.InvalidInput the first problem; then nothing changed
     */
    public synchronized void apply(GateConfig next) {
        change(written -> {}, next);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.MergeGateConfiguration_displayName();
    }

    public boolean isEnabled() {
        return config.enabled();
    }

    @DataBoundSetter
    public void setEnabled(String enabled) {
        change(written -> written.enabled = enabled);
    }

    public List<String> getRepositories() {
        return config.repositories();
    }

    @DataBoundSetter
    public void setRepositories(List<String> repositories) {
        change(written -> written.repositories = repositories);
    }

    public String getDefaultTarget() {
        return config.defaultTarget();
    }

    @DataBoundSetter
    public void setDefaultTarget(String defaultTarget) {
        change(written -> written.defaultTarget = defaultTarget);
    }

    public List<String> getTargets() {
        return config.targets();
    }

    @DataBoundSetter
    public void setTargets(List<String> targets) {
        change(written -> written.targets = targets);
    }

    public List<GiteaServer> getServers() {
        return Settings.list(config.servers(), GiteaServer::new);
    }

    @DataBoundSetter
    public void setServers(List<GiteaServer> servers) {
        change(written -> written.servers = servers);
    }

    public RetrySettings getRetry() {
        return new RetrySettings(config.retry());
    }

    @DataBoundSetter
    public void setRetry(RetrySettings retry) {
        change(written -> written.retry = retry);
    }

    public LockSettings getLock() {
        return new LockSettings(config.lock());
    }

    @DataBoundSetter
    public void setLock(LockSettings lock) {
        change(written -> written.lock = lock);
    }

    public ReaperSettings getReaper() {
        return new ReaperSettings(config.reaper());
    }

    @DataBoundSetter
    public void setReaper(ReaperSettings reaper) {
        change(written -> written.reaper = reaper);
    }

    public RegressionGuardSettings getRegressionGuard() {
        return new RegressionGuardSettings(config.regressionGuard());
    }

    @DataBoundSetter
    public void setRegressionGuard(RegressionGuardSettings regressionGuard) {
        change(written -> written.regressionGuard = regressionGuard);
    }

    public int getHoldBypassPriority() {
        return config.holdBypassPriority();
    }

    @DataBoundSetter
    public void setHoldBypassPriority(String holdBypassPriority) {
        change(written -> written.holdBypassPriority = holdBypassPriority);
    }

    public int getHoldExpiryHours() {
        return config.holdExpiryHours();
    }

    @DataBoundSetter
    public void setHoldExpiryHours(String holdExpiryHours) {
        change(written -> written.holdExpiryHours = holdExpiryHours);
    }

    public CommitterSettings getCommitter() {
        return new CommitterSettings(config.committer());
    }

    @DataBoundSetter
    public void setCommitter(CommitterSettings committer) {
        change(written -> written.committer = committer);
    }

    public ReportSettings getReport() {
        return new ReportSettings(config.report());
    }

    @DataBoundSetter
    public void setReport(ReportSettings report) {
        change(written -> written.report = report);
    }

    /** For the form, which tells what somebody has changed. */
    public GateConfig getDefaults() {
        return GateConfig.defaults();
    }

    /** For the form: one entry a line. */
    public String joined(List<String> entries) {
        return String.join("\n", entries);
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        SubmittedForm form = new SubmittedForm(req, json);
        if (form.isThere()) {
            form.refusable(() -> change(form::fill));
        }
        return true;
    }

    @Override
    public synchronized void load() {
        settings = new Settings();
        super.load();
        config = new StoredSettings(settings, getConfigFile()).usable();
    }

    @Override
    public synchronized void save() {
        if (BulkChange.contains(this)) {
            return;
        }
        Draft changed = draft.get();
        if (changed != null) {
            draft.remove();
            config = changed.config();
        }
        settings = Settings.of(config);
        super.save();
    }

    @POST
    public FormValidation doCheckRepositories(@QueryParameter String value) {
        return FieldChecks.edited(written -> written.repositories = SubmittedForm.lines(value));
    }

    @POST
    public FormValidation doCheckDefaultTarget(@QueryParameter String value) {
        return FieldChecks.edited(written -> written.defaultTarget = value);
    }

    @POST
    public FormValidation doCheckTargets(@QueryParameter String value) {
        return FieldChecks.edited(written -> written.targets = SubmittedForm.lines(value));
    }

    @POST
    public FormValidation doCheckHoldBypassPriority(@QueryParameter String value) {
        return FieldChecks.scalar("holdBypassPriority", value);
    }

    @POST
    public FormValidation doCheckHoldExpiryHours(@QueryParameter String value) {
        return FieldChecks.scalar("holdExpiryHours", value);
    }

    private synchronized void change(Consumer<Settings> edit) {
        Draft changed = draft.get();
        boolean goesOn = changed != null && changed.owner() == BulkChange.current();
        change(edit, goesOn ? changed.config() : config);
    }

    /** A draft whose {@link BulkChange} ended without a commit is never taken up again. */
    private void change(Consumer<Settings> edit, GateConfig from) {
        draft.remove();
        Settings written = Settings.of(from);
        edit.accept(written);
        draft.set(new Draft(BulkChange.current(), ConfigRules.check(written.toGateConfig())));
        save();
    }

    /** A changed configuration that is not in force yet. @param owner null = none, it is about to be saved */
    private record Draft(BulkChange owner, GateConfig config) {}
}
