// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.page;

import static io.jenkins.plugins.mergegate.page.OpenApi.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;

/** Each field of the API and who is shown it; what is shown is the same for all. */
final class WhoSeesWhat {
    /** May read the jobs. */
    static final String READER = "reader";
    /** May manage the gate. */
    static final String MANAGER = "manager";

    private static final String EVERYBODY = "everybody";
    /** In words that name nobody, for those who are no readers. */
    private static final String IN_WORDS = "in-words";

    private static final String TABLE = """
            Dashboard everybody admission holdsReadable reaper runs
            Dashboard reader/manager holds targets
            Dashboard manager reclaim
            Admission everybody mode since by reason
            Target everybody server repository target lock holder queue headWaitSeconds closed closedBy parked
            Target reader lastRun
            Holder everybody phase since
            Holder reader build runId branch candidate
            Holder in-words who
            Waiting everybody position priority since
            Waiting reader build runId branch
            Waiting in-words why
            RunPage everybody page size more complete
            RunPage reader runs
            Hold everybody id scope server repository target reason since expires
            Hold reader/manager branch sha message by
            Hold reader url
            Reaper everybody time durationMillis scanned reclaimed settled
            Reaper manager errors
            """;

    /** Shown as a whole or not at all, by the field or the page that has them; and no part of an answer. */
    private static final Set<String> WHOLE = Set.of("Build", "Run", "Reclaim", "Stale", "StalePage", "Why");

    private static final String SECRET = "secret";

    private final OpenApi document;
    private final Map<String, Map<String, String>> table = new TreeMap<>();
    /** Fields that are not for everybody and that had something to show. */
    private final Set<String> hideable = new TreeSet<>();

    WhoSeesWhat(OpenApi document) {
        this.document = document;
        TABLE.lines()
                .map(line -> line.split(" "))
                .forEach(row -> Arrays.stream(row, 2, row.length)
                        .forEach(field -> table.computeIfAbsent(row[0], schema -> new TreeMap<>())
                                .put(field, row[1])));
        Set<String> known = new TreeSet<>(WHOLE);
        known.addAll(table.keySet());
        assertThat(known).isEqualTo(document.schemas());
        table.forEach((schema, fields) -> assertThat(fields.keySet())
                .as(schema)
                .isEqualTo(new TreeSet<>(properties(schema).keySet())));
    }

    /**
     * @param all what an administrator sees
     * @param seen what somebody sees who {@code is} all that, and no more
     */
    void check(String who, Set<String> is, JSONObject all, JSONObject seen) {
        check(who, "Dashboard", is, all, seen);
    }

    /** Nothing was found hidden that was not there. */
    void assertAllHadSomethingToHide() {
        Set<String> expected = new TreeSet<>();
        table.forEach((schema, fields) -> fields.forEach((field, shown) -> {
            if (!shown.equals(EVERYBODY)) {
                expected.add(schema + "." + field);
            }
        }));
        assertThat(hideable).isEqualTo(expected);
    }

    private void check(String who, String schema, Set<String> is, JSONObject all, JSONObject seen) {
        table.get(schema).forEach((field, shown) -> {
            String where = who + ": " + schema + "." + field;
            Object there = all.get(field);
            Object part = seen.get(field);
            if (shown.equals(EVERYBODY)) {
                checkShown(where, who, child(schema, field), is, there, part);
                return;
            }
            if (!OpenApi.isNull(there)) {
                hideable.add(schema + "." + field);
            }
            if (shown.equals(IN_WORDS) && !is.contains(READER)) {
                assertThat((String) part).as(where).isNotBlank().doesNotContain(SECRET);
            } else if (shown.equals(IN_WORDS) || Arrays.stream(shown.split("/")).anyMatch(is::contains)) {
                checkShown(where, who, child(schema, field), is, there, part);
            } else {
                boolean emptied = part instanceof JSONArray list && list.isEmpty() && !part.equals(there);
                assertThat(emptied || OpenApi.isNull(part))
                        .as("%s is hidden, not %s", where, part)
                        .isTrue();
            }
        });
    }

    private void checkShown(String where, String who, String child, Set<String> is, Object there, Object part) {
        if (where.endsWith(".headWaitSeconds")) {
            assertThat(OpenApi.isNull(part)).as(where).isEqualTo(OpenApi.isNull(there));
        } else if (child == null || WHOLE.contains(child) || OpenApi.isNull(there)) {
            assertThat(part).as(where).isEqualTo(there);
        } else if (there instanceof JSONArray list) {
            JSONArray parts = (JSONArray) part;
            assertThat(parts.size()).as(where).isEqualTo(list.size());
            for (int i = 0; i < list.size(); i++) {
                check(who, child, is, list.getJSONObject(i), parts.getJSONObject(i));
            }
        } else {
            check(who, child, is, (JSONObject) there, (JSONObject) part);
        }
    }

    private Map<String, Object> properties(String schema) {
        return map(document.schema(schema).get("properties"));
    }

    /** The schema of a field or of what is listed in it; null when it is no object. */
    private String child(String schema, String field) {
        Map<String, Object> property = map(properties(schema).get(field));
        if (property.get("oneOf") instanceof List<?> choices) {
            property = map(choices.get(0));
        }
        if (property.get("items") != null) {
            property = map(property.get("items"));
        }
        Object ref = property.get("$ref");
        return ref == null ? null : ref.toString().replaceFirst(".*/", "");
    }
}
