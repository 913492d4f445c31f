// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code .merge-gate/markers.yml}: {@code markers:}, a list of {@code text} and optionally {@code path},
 * {@code owner}, {@code reason}, {@code expires} (a date; the marker counts until that day is over).
 */
public final class MarkerFile {
    public static final String PATH = ".merge-gate/markers.yml";

    private static final int MAX_CHARS = 1 << 20;

    private MarkerFile() {}

    /** The markers that have not expired. @throws InvalidInput when the file cannot be understood; names the entry */
    public static List<MarkerQuery> read(String yaml, LocalDate today) {
        if (yaml.length() > MAX_CHARS) {
            throw new InvalidInput(PATH, "is larger than 1 MiB");
        }
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new InvalidInput(PATH, "is not YAML (line " + line(e) + ")");
        }
        if (root == null || root.isMissingNode() || root.isNull()) {
            return List.of();
        }
        JsonNode markers = root.isArray() ? root : root.get("markers");
        if (markers == null || !markers.isArray()) {
            throw new InvalidInput(PATH, "must be a list under 'markers'");
        }
        List<MarkerQuery> result = new ArrayList<>();
        for (int i = 0; i < markers.size(); i++) {
            JsonNode marker = markers.get(i);
            if (!expired(marker, i, today)) {
                result.add(query(marker, i));
            }
        }
        return List.copyOf(result);
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private static MarkerQuery query(JsonNode marker, int index) {
        JsonNode text = marker.isTextual() ? marker : marker.get("text");
        if (text == null
                || !text.isTextual()
                || text.asText().isEmpty()
                || text.asText().matches("(?s).*[\\r\\n\\x00].*")) {
            throw new InvalidInput(PATH, "entry " + (index + 1) + " needs a text of one line");
        }
        JsonNode path = marker.get("path");
        return new MarkerQuery(text.asText(), path == null || path.isNull() ? null : path.asText());
    }

    private static boolean expired(JsonNode marker, int index, LocalDate today) {
        JsonNode expires = marker.get("expires");
        if (expires == null || expires.isNull()) {
            return false;
        }
        try {
            return LocalDate.parse(expires.asText()).isBefore(today);
        } catch (DateTimeParseException e) {
            throw new InvalidInput(
                    PATH, "entry " + (index + 1) + " has an 'expires' that is not a date like 2026-12-31");
        }
    }
}
