// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gitea;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One JSON object of an answer. What is missing or of another type is a malformed answer, never a null further on. */
final class JsonFields {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode node;

    private JsonFields(JsonNode node) {
        this.node = node;
    }

    /** The object that {@code body} is. */
    static JsonFields object(String body) throws MalformedAnswer {
        return of(tree(body), "the answer");
    }

    /** The objects of the array that {@code body} is; entries that are JSON null are left out. */
    static List<JsonFields> objects(String body) throws MalformedAnswer {
        return list(tree(body), "the answer");
    }

    /** The same, where JSON null stands for an empty list. */
    static List<JsonFields> objectsOrNull(String body) throws MalformedAnswer {
        JsonNode array = tree(body);
        return array.isNull() ? List.of() : list(array, "the answer");
    }

    private static JsonNode tree(String body) throws MalformedAnswer {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            // Jackson's own message repeats what was sent.
            throw new MalformedAnswer("the answer is not JSON");
        }
    }

    private static JsonFields of(JsonNode node, String name) throws MalformedAnswer {
        if (!node.isObject()) {
            throw new MalformedAnswer(name + " is not an object");
        }
        return new JsonFields(node);
    }

    private static List<JsonFields> list(JsonNode array, String name) throws MalformedAnswer {
        if (!array.isArray()) {
            throw new MalformedAnswer(name + " is not a list");
        }
        List<JsonFields> list = new ArrayList<>(array.size());
        for (JsonNode entry : array) {
            if (!entry.isNull()) {
                list.add(of(entry, "an entry of " + name));
            }
        }
        return list;
    }

    /** A text that must be there and not empty. */
    String text(String name) throws MalformedAnswer {
        String text = textOr(name, "");
        if (text.isEmpty()) {
            throw new MalformedAnswer(name + " is missing");
        }
        return text;
    }

    String textOr(String name, String other) throws MalformedAnswer {
        JsonNode value = node.path(name);
        if (absent(value)) {
            return other;
        }
        if (!value.isTextual()) {
            throw new MalformedAnswer(name + " is not a text");
        }
        return value.textValue();
    }

    boolean flag(String name) throws MalformedAnswer {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw new MalformedAnswer(name + " is not true or false");
        }
        return value.booleanValue();
    }

    /** False when it is missing, as in versions that do not know it yet. */
    boolean flagOrFalse(String name) throws MalformedAnswer {
        return !absent(node.path(name)) && flag(name);
    }

    long number(String name) throws MalformedAnswer {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedAnswer(name + " is not a whole number");
        }
        return value.longValue();
    }

    long numberOr(String name, long other) throws MalformedAnswer {
        return absent(node.path(name)) ? other : number(name);
    }

    JsonFields child(String name) throws MalformedAnswer {
        return of(node.path(name), name);
    }

    Optional<JsonFields> maybeChild(String name) throws MalformedAnswer {
        return absent(node.path(name)) ? Optional.empty() : Optional.of(child(name));
    }

    /** Empty when it is missing. */
    List<JsonFields> children(String name) throws MalformedAnswer {
        return absent(node.path(name)) ? List.of() : list(node.path(name), name);
    }

    /** Empty when it is missing. */
    List<String> texts(String name) throws MalformedAnswer {
        JsonNode array = node.path(name);
        if (absent(array)) {
            return List.of();
        }
        if (!array.isArray()) {
            throw new MalformedAnswer(name + " is not a list");
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode entry : array) {
            if (!entry.isTextual()) {
                throw new MalformedAnswer("an entry of " + name + " is not a text");
            }
            texts.add(entry.textValue());
        }
        return texts;
    }

    /** What tells this entry of a list from the others. */
    Object identity() {
        JsonNode id = node.path("id");
        return absent(id) ? node : id;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
