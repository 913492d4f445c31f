// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.cli;

import io.jenkins.plugins.mergegate.cli.Inputs.Need;
import io.jenkins.plugins.mergegate.engine.gate.GateListener;
import io.jenkins.plugins.mergegate.engine.gate.GatePorts;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Journal;
import io.jenkins.plugins.mergegate.engine.lock.LockAttempt;
import io.jenkins.plugins.mergegate.engine.lock.LockName;
import io.jenkins.plugins.mergegate.engine.lock.LockProof;
import io.jenkins.plugins.mergegate.engine.lock.LockRequest;
import io.jenkins.plugins.mergegate.engine.lock.MergeLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code merge-gate gate} out of the built jar, but its process dies at one moment. Arguments: the moment, the file for the
 * moments, and those of the command.
 */
final class KillMain {
    /** The moment that never comes. */
    static final String NEVER = "never";

    private KillMain() {}

    public static void main(String[] args) {
        Context context = new Context(System.getenv(), System.out, System.err, new Stop());
        Gate gate = new Gate();
        new CommandLine(gate).parseArgs(Arrays.copyOfRange(args, 3, args.length));
        Inputs inputs = Inputs.check(gate.shared, context, Need.GITEA, Need.TOKEN, Need.REPOSITORY);
        Wiring wiring = new MortalWiring(inputs, context, new KillPoints(args[0], Path.of(args[1])));
        System.exit(
                new GateRun(wiring, context, gate.options.retest()).run(gate.options.request(inputs, Wiring.holder())));
    }

    /** The options of the command. */
    @Command(name = "gate")
    private static final class Gate {
        @Mixin
        private GateOptions options = new GateOptions();

        @Mixin
        private SharedOptions shared = new SharedOptions();
    }

    /** The parts of the command, with the moments around journal and lock. */
    private static final class MortalWiring extends Wiring {
        private final KillPoints points;

        MortalWiring(Inputs inputs, Context context, KillPoints points) {
            super(inputs, context);
            this.points = points;
        }

        @Override
        GatePorts ports(GateListener listener) {
            GatePorts real = super.ports(listener);
            return new GatePorts(
                    real.config(),
                    real.server(),
                    real.gitea(),
                    real.mirrors(),
                    new MortalLock(real.lock(), points),
                    new MortalJournal(real.journal(), points),
                    real.holds(),
                    real.listener(),
                    real.clock(),
                    real.owner());
        }
    }

    /** A write that changes nothing is no moment: how often a run polls must not matter. */
    private static final class MortalJournal implements Journal {
        private final Journal real;
        private final KillPoints points;
        private GateState last;

        MortalJournal(Journal real, KillPoints points) {
            this.real = real;
            this.points = points;
        }

        @Override
        public void write(GateState state) throws IOException {
            if (state.equals(last)) {
                real.write(state);
                return;
            }
            last = state;
            points.around(state.phase().name(), () -> {
                real.write(state);
                return null;
            });
        }
    }

    /** The ticket and the lease, and their release. */
    private static final class MortalLock extends MergeLock {
        private final MergeLock real;
        private final KillPoints points;

        MortalLock(MergeLock real, KillPoints points) {
            this.real = real;
            this.points = points;
        }

        @Override
        public LockAttempt tryAcquire(LockRequest request) throws IOException {
            return points.around("taking the lock", () -> real.tryAcquire(request));
        }

        @Override
        public Optional<LockProof> find(LockName name, String token) throws IOException {
            return real.find(name, token);
        }

        @Override
        public void release(LockName name, String token) throws IOException {
            points.around("releasing the lock", () -> {
                real.release(name, token);
                return null;
            });
        }
    }
}
