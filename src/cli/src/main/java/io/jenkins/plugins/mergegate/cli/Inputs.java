// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.RepositoryId;
import io.jenkins.plugins.mergegate.engine.Secret;
import io.jenkins.plugins.mergegate.engine.config.ConfigFile;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import io.jenkins.plugins.mergegate.engine.config.ServerUrl;
import io.jenkins.plugins.mergegate.engine.git.RefName;
import io.jenkins.plugins.mergegate.engine.git.RemoteUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The shared options, checked. To make them nothing is reached, started or created; only the token file and the
 * configuration are read.
 *
 * @param config the defaults without {@code --config}
 * @param gitea null when not given and not needed
 * @param token null when not given and not needed
 * @param repository null when not given and not needed
 * @param remote null for Gitea's clone URL
 */
record Inputs(
        GateConfig config,
        URI gitea,
        Secret token,
        RepositoryId repository,
        String target,
        String remote,
        Path stateDir,
        Path workDir,
        boolean json) {

    /** What a command cannot do without. */
    enum Need {
        GITEA,
        TOKEN,
        REPOSITORY
    }

    /** @throws InvalidInput named after the option */
    static Inputs check(SharedOptions options, Context context, Need... needs) {
        Set<Need> needed = EnumSet.noneOf(Need.class);
        needed.addAll(Arrays.asList(needs));
        GateConfig config = config(options.config);
        Inputs inputs = new Inputs(
                config,
                gitea(options.gitea, config),
                Tokens.read(options.tokenFile, context),
                options.repository == null ? null : named("--repository", () -> RepositoryId.parse(options.repository)),
                options.target == null ? config.defaultTarget() : RefName.check("--target", options.target),
                options.remote == null ? null : RemoteUrl.check("--remote", options.remote),
                Folders.state(options.stateDir, context.environment()),
                Folders.work(options.workDir, context.environment()),
                options.json);
        inputs.require(needed);
        return inputs;
    }

    /** Runs {@code check}; what it refuses is named after the option. */
    static <T> T named(String option, Supplier<T> check) {
        try {
            return check.get();
        } catch (InvalidInput e) {
            throw new InvalidInput(option, problem(e));
        }
    }

    /** What is wrong, without the name in front and the full stop. */
    static String problem(InvalidInput e) {
        String message = e.getMessage();
        return message.substring(e.field().length() + 1, message.length() - 1);
    }

    private void require(Set<Need> needed) {
        if (needed.contains(Need.GITEA) && gitea == null) {
            throw new InvalidInput("--gitea", "is missing");
        }
        if (needed.contains(Need.REPOSITORY) && repository == null) {
            throw new InvalidInput("--repository", "is missing");
        }
        if (needed.contains(Need.TOKEN) && token == null) {
            throw new InvalidInput("--token-file", "is missing, and the variable GITEA_TOKEN is not set");
        }
    }

    private static GateConfig config(String file) {
        if (file == null) {
            return GateConfig.defaults();
        }
        Path path = Folders.path("--config", file);
        try {
            return ConfigFile.load(path);
        } catch (InvalidInput e) {
            String message = e.getMessage();
            throw new InvalidInput("--config:", message.substring(0, message.length() - 1));
        }
    }

    private static URI gitea(String url, GateConfig config) {
        if (url != null) {
            return ServerUrl.parse("--gitea", url);
        }
        boolean single = config.servers().size() == 1;
        return single
                ? ServerUrl.parse("servers[0].url", config.servers().get(0).url())
                : null;
    }
}
