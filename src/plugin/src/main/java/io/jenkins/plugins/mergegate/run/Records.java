// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.gate.Journal;
import io.jenkins.plugins.mergegate.engine.gate.Phase;
import io.jenkins.plugins.mergegate.engine.journal.FileJournal;
import io.jenkins.plugins.mergegate.engine.state.DurableFiles;
import io.jenkins.plugins.mergegate.metrics.GateObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The records of the gate runs of this Jenkins. Each stands on its build, for as long as the build is kept. An index
 * beside the builds holds those that are not over and the last ones that are: so nobody has to load a build to see what
 * is unfinished, and what a build did that was deleted meanwhile can still be settled. An index that is lost is made anew
 * from the builds.
 */
public final class Records {
    private static final Logger LOGGER = Logger.getLogger(Records.class.getName());

    private static final String MARKER = "COMPLETE";
    private static final String TEXT = """
            The records of gate runs that are not over, and of the last ones that are. When this file is missing, Jenkins
            makes the directory anew from the records on its builds.
            """;

    /** In the index, and so in the history: a page of it shows nothing older. */
    static final int KEEP = 10_000;

    private final FileJournal index;
    private final History history = new History(KEEP);
    private final Path marker;

    /** @param directory of the plugin in the home of Jenkins */
    Records(Path directory) {
        index = new FileJournal(directory, KEEP);
        marker = directory.resolve("journal").resolve(MARKER);
    }

    /**
     * The journal of one run. When a write returns, both have it: the build, and the index. The build comes first: a run that
     * only the index knows as closed would stay open on its build for good.
     *
     * @param build null when it is gone; then the index alone has the record
     */
    Journal of(@CheckForNull Run<?, ?> build) {
        return state -> {
            GateAction action = build == null ? null : GateAction.of(build, state.id());
            if (action != null) {
                action.write(state);
            }
            index.write(state);
            history.note(state);
            GateObserver.tell(observer -> observer.written(state));
        };
    }

    /** The last runs, for pages. */
    public History history() {
        return history;
    }

    /**
     * Fills the history; reads every file of the index, so it is done once, in the background of a start. After it nothing
     * more comes, whatever could not be read.
     *
     * @return one line for each file that could not be read
     */
    List<String> readHistory() throws IOException {
        try {
            return index.each(history::found);
        } finally {
            history.completed();
        }
    }

    /**
     * The record of a run; empty when there is none.
     *
     * @param build of the run, asked when the index has lost it; null when it is gone
     */
    public Optional<GateState> find(String id, @CheckForNull Run<?, ?> build) throws IOException {
        Optional<GateState> found = index.read(id);
        if (found.isPresent() || build == null) {
            return found;
        }
        return Optional.ofNullable(GateAction.of(build, id)).flatMap(GateAction::record);
    }

    /** Runs that are not over, oldest first. */
    public List<GateState> unfinished() throws IOException {
        // The command may have left records of its own in the same directory: no build runs them.
        return index.unfinished().stream().filter(History::isOfBuild).toList();
    }

    /** The most recently started runs, newest first; at most {@code limit}, and without those that cannot be read. */
    public List<GateState> recent(int limit) throws IOException {
        if (!history.isComplete()) {
            return index.recent(limit);
        }
        List<GateState> recent = new ArrayList<>();
        for (RunSummary run : history.newest()) {
            if (recent.size() >= limit) {
                break;
            }
            try {
                index.read(run.id()).ifPresent(recent::add);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "The record of run " + run.id(), e);
            }
        }
        return recent;
    }

    /**
     * Makes a lost index anew; does nothing while it is there.
     *
     * @param onBuilds the records of unfinished runs as the builds have them; asked only when they are needed
     * @param isLive runs that write their records themselves
     * @return how many records were put back
     */
    synchronized int restore(Supplier<List<GateState>> onBuilds, Predicate<String> isLive) throws IOException {
        if (Files.exists(marker)) {
            return 0;
        }
        int count = 0;
        for (GateState state : onBuilds.get()) {
            if (!isLive.test(state.id()) && index.restore(state)) {
                history.note(state);
                count++;
            }
        }
        DurableFiles.replace(marker, TEXT.getBytes(StandardCharsets.UTF_8));
        return count;
    }

    /** Whether a run is not over. */
    static boolean isOpen(GateState state) {
        return state.phase() != Phase.CLOSED;
    }
}
