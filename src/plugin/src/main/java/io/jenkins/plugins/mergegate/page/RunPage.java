// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Api;
import io.jenkins.plugins.mergegate.place.Viewer;
import io.jenkins.plugins.mergegate.run.History;
import io.jenkins.plugins.mergegate.run.RunSummary;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A page of the runs that the person at work may see, newest first. How many there are in all is not said: to know it, every
 * run would have to be asked for its permission.
 */
@ExportedBean(defaultVisibility = 9)
public final class RunPage {
    public static final int DEFAULT_SIZE = 50;
    public static final int MAX_SIZE = 200;
    /** Beyond all that is kept, whatever the size. */
    private static final int MAX_PAGE = 100_000;

    private final int page;
    private final int size;
    private final boolean complete;
    private final List<RunRow> runs = new ArrayList<>();
    private boolean more;

    RunPage(History history, Viewer viewer, int page, int size) {
        this.page = page;
        this.size = size;
        this.complete = history.isComplete();
        long skip = (long) (page - 1) * size;
        for (RunSummary run : history.newest()) {
            if (!viewer.sees(run.build())) {
                continue;
            }
            if (skip > 0) {
                skip--;
            } else if (runs.size() < size) {
                runs.add(new RunRow(run, viewer));
            } else {
                more = true;
                break;
            }
        }
    }

    /** As {@code page} and {@code size} of the request say; what is no number or out of range is taken for the nearest. */
    static RunPage asked(History history, Viewer viewer, @CheckForNull StaplerRequest2 request) {
        int page = number(request, "page", 1, MAX_PAGE);
        return new RunPage(history, viewer, page, number(request, "size", DEFAULT_SIZE, MAX_SIZE));
    }

    private static int number(@CheckForNull StaplerRequest2 request, String name, int standard, int max) {
        String text = request == null ? null : request.getParameter(name);
        if (text == null || !text.matches("-?\\d+")) {
            return standard;
        }
        if (text.startsWith("-")) {
            return 1;
        }
        return text.length() > 9 ? max : Math.max(1, Math.min(max, Integer.parseInt(text)));
    }

    public Api getApi() {
        return new Api(this);
    }

    /** 1 = the newest. */
    @Exported
    public int getPage() {
        return page;
    }

    /** How many there are at most on a page. */
    @Exported
    public int getSize() {
        return size;
    }

    /** Whether there is another page. */
    @Exported
    public boolean isMore() {
        return more;
    }

    /** False for a moment after a start, while older runs are still being read. */
    @Exported
    public boolean isComplete() {
        return complete;
    }

    @Exported
    public List<RunRow> getRuns() {
        return List.copyOf(runs);
    }
}
