// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.run;

import hudson.model.Run;
import io.jenkins.plugins.mergegate.engine.gate.GateState;
import io.jenkins.plugins.mergegate.engine.state.StateJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The file of a build, as somebody finds it on the disk: read, and changed, without Jenkins. */
final class BuildFile {
    private static final Pattern RECORD = Pattern.compile("<record>(.*?)</record>", Pattern.DOTALL);

    private final Path file;

    BuildFile(Path home, String job) {
        file = home.resolve("jobs/" + job + "/builds/1/build.xml");
    }

    BuildFile(Run<?, ?> build) {
        file = build.getRootDir().toPath().resolve("build.xml");
    }

    String text() throws IOException {
        return Files.readString(file);
    }

    /** The record of its gate run; empty when it has none. */
    Optional<GateState> record() throws IOException {
        try {
            NodeList records = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("record");
            return records.getLength() == 0
                    ? Optional.empty()
                    : StateJson.read(
                            records.item(0).getTextContent().getBytes(StandardCharsets.UTF_8), GateState.class);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    /** The record as it stands in the XML. */
    String rawRecord() throws IOException {
        Matcher record = RECORD.matcher(text());
        if (!record.find()) {
            throw new IOException("no record in " + file);
        }
        return record.group(1);
    }

    void rawRecord(String record) throws IOException {
        replace(RECORD.pattern(), "<record>" + record + "</record>");
    }

    /** Replaces what is there once. */
    void replace(String pattern, String with) throws IOException {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text());
        if (!found.find()) {
            throw new IOException(pattern + " is not in " + file);
        }
        Files.writeString(file, found.replaceFirst(Matcher.quoteReplacement(with)));
    }
}
