// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.TextRules;
import io.jenkins.plugins.mergegate.engine.git.MarkerQuery;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A file of markers, {@code .merge-gate/markers.yml} unless another one is named: {@code markers:}, a list of {@code text} and optionally {@code path},
 * {@code owner}, {@code reason}, {@code expires} (a date; the marker counts until that day is over).
 */
public final class MarkerFile {
    public static final String PATH = ".merge-gate/markers.yml";

    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_MARKERS = 1000;
    private static final int MAX_DEPTH = 10;

    private final String path;

    private MarkerFile(String path) {
        this.path = path;
    }

    /**
     * The markers that have not expired.
     *
     * @param path of the file, for messages
     * @throws InvalidInput when the file cannot be understood; names the entry
     */
    public static List<MarkerQuery> read(String path, String yaml, LocalDate today) {
        return new MarkerFile(path).read(yaml, today);
    }

    private List<MarkerQuery> read(String yaml, LocalDate today) {
        if (yaml.length() > MAX_CHARS) {
            throw new InvalidInput(path, "is larger than 1 MiB");
        }
        JsonNode root = parse(yaml);
        if (root == null || root.isMissingNode() || root.isNull()) {
            return List.of();
        }
        JsonNode markers = root.isArray() ? root : root.get("markers");
        if (markers == null || !markers.isArray()) {
            throw new InvalidInput(path, "must be a list under 'markers'");
        }
        if (markers.size() > MAX_MARKERS) {
            throw new InvalidInput(path, "must not have more than " + MAX_MARKERS + " markers");
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

    private JsonNode parse(String yaml) {
        YAMLMapper mapper = new YAMLMapper();
        try {
            checkShape(mapper, yaml);
            return mapper.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new InvalidInput(path, "is not YAML (line " + line(e) + ")");
        } catch (IOException | YAMLException e) {
            throw new InvalidInput(path, "is not YAML");
        }
    }

    /** Looks at the pieces one by one, before anything is built of them. */
    private void checkShape(YAMLMapper mapper, String yaml) throws IOException {
        try (YAMLParser parser = mapper.getFactory().createParser(yaml)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > MAX_DEPTH) {
                    throw new InvalidInput(path, "is nested too deeply");
                }
                if (parser.isCurrentAlias()) {
                    throw new InvalidInput(path, "must not have aliases (*name)");
                }
            }
        }
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private MarkerQuery query(JsonNode marker, int index) {
        String entry = path + " entry " + (index + 1) + ": ";
        JsonNode node = marker.isTextual() ? marker : marker.get("text");
        String text = node == null || !node.isTextual() ? null : node.asText();
        TextRules.marker(entry + "text", text);
        JsonNode limit = marker.get("path");
        if (limit == null || limit.isNull()) {
            return new MarkerQuery(text, null);
        }
        TextRules.path(entry + "path", limit.asText());
        return new MarkerQuery(text, limit.asText());
    }

    private boolean expired(JsonNode marker, int index, LocalDate today) {
        JsonNode expires = marker.get("expires");
        if (expires == null || expires.isNull()) {
            return false;
        }
        try {
            return LocalDate.parse(expires.asText()).isBefore(today);
        } catch (DateTimeParseException e) {
            throw new InvalidInput(
                    path, "entry " + (index + 1) + " has an 'expires' that is not a date like 2026-12-31");
        }
    }
}
