// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Action;
import hudson.model.AdministrativeMonitor;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.mergegate.page.MergeGateRootAction;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.util.HttpServletFilter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.Function;
import org.kohsuke.stapler.StaplerFallback;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.WebApp;

/**
 * Everything of the plugin that has an address, as Jenkins itself tells it, and which test shows who may use it. What is
 * new belongs into one of these lists, with the test that goes with it.
 */
@WithJenkins
class EntryPointsTest {
    private static final String PACKAGE = "io.jenkins.plugins.mergegate.";

    /** page.PermissionsTest; for what the answers say of whom, page.DashboardTest. */
    private static final String DASHBOARD = """
            page.MergeGateRootAction#doDrain
            page.MergeGateRootAction#doPause
            page.MergeGateRootAction#doReclaim
            page.MergeGateRootAction#doReleaseHold
            page.MergeGateRootAction#doResume
            page.MergeGateRootAction#getApi
            page.MergeGateRootAction#getRuns
            page.MergeGateRootAction#getStale
            page.RunPage#getApi
            page.StalePage#getApi
            """;

    /** config.GuardTest, which asks every one of these descriptors whatever it has. */
    private static final String CONFIGURATION = """
            config.CommitterSettings$DescriptorImpl
            config.GiteaServer$DescriptorImpl
            config.LockSettings$DescriptorImpl
            config.MarkerSettings$DescriptorImpl
            config.MergeGateConfiguration
            config.ReaperSettings$DescriptorImpl
            config.ReportSettings$DescriptorImpl
            config.RetrySettings$DescriptorImpl
            """;

    /** steps.FormGuardTest, which does the same. */
    private static final String STEPS = """
            steps.GateStepDescriptor
            steps.MarkerStepDescriptor
            steps.MergeGateStep$DescriptorImpl
            steps.ReclaimStaleLocksStep$DescriptorImpl
            steps.RegressionGuardStep$DescriptorImpl
            steps.VerifyInMainStep$DescriptorImpl
            """;

    /**
     * page.PermissionsTest, hold.HoldsMonitorTest, run.BuildPermissionsTest, webhook.WebhookEndpointTest. A DeferAction has
     * nothing to show.
     */
    private static final String NODES = """
            hold.HoldsMonitor
            page.MergeGateRootAction
            run.DeferAction
            run.GateAction
            webhook.WebhookEndpoint
            webhook.WebhookEndpoint$NoCrumb
            """;

    /** The same tests. A {@code config} is a part of a form of Jenkins, which guards it. */
    private static final String VIEWS = """
            hold/HoldsMonitor/description.jelly
            hold/HoldsMonitor/message.jelly
            page/MergeGateRootAction/_dialogs.jelly
            page/MergeGateRootAction/_holds.jelly
            page/MergeGateRootAction/_reaper.jelly
            page/MergeGateRootAction/_runs.jelly
            page/MergeGateRootAction/_sections.jelly
            page/MergeGateRootAction/_state.jelly
            page/MergeGateRootAction/_targets.jelly
            page/MergeGateRootAction/_waiting.jelly
            page/MergeGateRootAction/content.jelly
            page/MergeGateRootAction/index.jelly
            run/GateAction/badge.jelly
            run/GateAction/summary.jelly
            steps/GateStep/common.jelly
            """;

    private static Path files;
    private static List<Class<?>> classes;
    private static JenkinsRule jenkins;

    @BeforeAll
    static void find(JenkinsRule rule) throws Exception {
        jenkins = rule;
        files = Path.of(MergeGateRootAction.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(PACKAGE.replace('.', '/'));
        classes = files(".class").stream()
                .<Class<?>>map(EntryPointsTest::load)
                .filter(type -> !type.isInterface())
                .toList();
        assertThat(classes).hasSizeGreaterThan(150);
    }

    @Test
    void everyWebMethodIsKnown() throws Exception {
        // Jenkins can only tell while it answers a request.
        Set<String> found = jenkins.executeOnServer(EntryPointsTest::served);
        assertThat(found).isEqualTo(lines(DASHBOARD, CONFIGURATION, STEPS));
    }

    private static Set<String> served() {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic() && isServed(method)) {
                    boolean descriptor = name(type).matches("(config|steps)\\..*");
                    found.add(descriptor ? name(type) : name(type) + "#" + method.getName());
                }
            }
        }
        return found;
    }

    @Test
    void everythingElseThatAnswersIsKnown() {
        Set<String> found = classes.stream()
                .filter(type -> Stream.of(
                                Action.class,
                                AdministrativeMonitor.class,
                                CrumbExclusion.class,
                                HttpServletFilter.class,
                                StaplerProxy.class,
                                StaplerFallback.class)
                        .anyMatch(kind -> kind.isAssignableFrom(type)))
                .map(EntryPointsTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(lines(NODES));
    }

    @Test
    void everyViewIsKnown() throws Exception {
        assertThat(files(".jelly").stream().filter(view -> !view.endsWith("/config.jelly")))
                .containsExactlyElementsOf(lines(VIEWS));
    }

    /** Whether Jenkins gives it out under the address of its object. */
    private static boolean isServed(Method method) {
        Function function = new Function.InstanceFunction(method);
        boolean getter = method.getName().matches("get[^a-z].*") && method.getParameterCount() <= 1;
        return WebApp.getCurrent().getFilterForDoActions().keep(function)
                || getter && WebApp.getCurrent().getFilterForGetMethods().keep(function);
    }

    private static Set<String> lines(String... texts) {
        return Stream.of(texts).flatMap(String::lines).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Class<?> type) {
        return type.getName().substring(PACKAGE.length());
    }

    private static Class<?> load(String file) {
        try {
            String name = file.replace(".class", "").replace('/', '.');
            return Class.forName(PACKAGE + name, false, EntryPointsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> files(String ending) throws Exception {
        Predicate<Path> fits = file -> file.toString().endsWith(ending) && !file.endsWith("package-info.class");
        try (Stream<Path> all = Files.walk(files)) {
            return all.filter(fits)
                    .map(file -> files.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
