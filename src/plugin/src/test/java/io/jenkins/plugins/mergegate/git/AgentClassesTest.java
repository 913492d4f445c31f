// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.remoting.Callable;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.git.GitCall;
import io.jenkins.plugins.mergegate.engine.git.GitCredentials;
import io.jenkins.plugins.mergegate.engine.git.LocalGitHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.agents.ControllerToAgentCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent must load to run git: this plugin, the engine and Jenkins itself, but no library of the engine. */
class AgentClassesTest {
    @TempDir
    private Path directory;

    @Test
    void runsWithoutTheLibrariesOfTheEngine() throws Exception {
        GitCall call = new GitCall(
                null,
                List.of("version"),
                Map.of(),
                null,
                Duration.ofSeconds(30),
                new GitCredentials.Password("gate", Secret.of("x")));
        byte[] sent = serialize(AgentGitCall.of(directory.toString(), "git", call, null));
        URL[] urls = Stream.of(AgentGitCall.class, LocalGitHost.class, ControllerToAgentCallable.class, Callable.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader agent = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> agent.loadClass("com.fasterxml.jackson.annotation.JsonCreator"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> agent.loadClass("okhttp3.OkHttpClient"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object there = deserialize(sent, agent);
            assertThat(there.getClass().getClassLoader()).isSameAs(agent);
            Method run = there.getClass().getMethod("call");
            run.setAccessible(true);
            assertThat(run.invoke(there)).hasToString("EXITED 0");
        }
    }

    private static byte[] serialize(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialize(byte[] bytes, ClassLoader loader) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
                return Class.forName(description.getName(), false, loader);
            }
        }) {
            return in.readObject();
        }
    }
}
