// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.testkit.http;

import io.jenkins.plugins.mergegate.testkit.git.BareRepository;
import io.jenkins.plugins.mergegate.testkit.model.BranchProtection;
import io.jenkins.plugins.mergegate.testkit.model.Forge;
import io.jenkins.plugins.mergegate.testkit.model.Permission;
import io.jenkins.plugins.mergegate.testkit.model.RefUpdate;
import io.jenkins.plugins.mergegate.testkit.model.Repository;
import io.jenkins.plugins.mergegate.testkit.model.User;
import io.jenkins.plugins.mergegate.testkit.service.PullFacts;
import io.jenkins.plugins.mergegate.testkit.service.PushEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A push: the protection before it, the books after it, and only then the answer. */
public final class PushReceiver {

    private static final String HEADS = "refs/heads/";

    private final Forge forge;
    private final PushEvents events;

    public PushReceiver(Forge forge, PushEvents events) {
        this.forge = forge;
        this.events = events;
    }

    Response receive(Repository repository, User doer, Request request, Map<String, String> variables)
            throws IOException {
        PushCommands wanted = PushCommands.read(request);
        Path received = Files.createTempFile("received", null);
        try {
            variables.put(Hooks.DENY, denied(repository, doer, wanted).orElse(""));
            variables.put(Hooks.NO_FORCE, notForced(repository, wanted));
            variables.put(Hooks.RECEIVED, received.toString());
            Response response = run(request, variables);
            BareRepository.lines(Files.readString(received)).forEach(line -> moved(repository, doer, line));
            return response;
        } finally {
            Files.delete(received);
        }
    }

    private Response run(Request request, Map<String, String> variables) throws IOException {
        try (CgiProcess cgi = CgiProcess.start(forge.hooks(), variables, request.body())) {
            Map<String, String> headers = cgi.headers();
            int status = CgiStatus.of(headers);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            cgi.copyTo(body);
            return Response.bytes(status, body.toByteArray(), headers);
        }
    }

    private void moved(Repository repository, User doer, String line) {
        String[] words = line.split(" ", 3);
        RefUpdate update = RefUpdate.of(words[2], words[0], words[1], RefUpdate.Cause.PUSH, doer.name());
        repository.log(update);
        events.pushed(repository, update, doer);
    }

    private Optional<String> denied(Repository repository, User doer, PushCommands wanted) {
        if (!forge.permission(Optional.of(doer), repository).includes(Permission.WRITE)) {
            return Optional.of("User permission denied for writing.");
        }
        return wanted.commands().stream()
                .map(command -> denied(repository, doer, command))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> denied(Repository repository, User doer, PushCommands.Command command) {
        if (command.ref().startsWith("refs/pull/")) {
            return Optional.of("The ref " + command.ref() + " is read only");
        }
        if (!command.ref().startsWith(HEADS)) {
            return Optional.empty();
        }
        String branch = command.ref().substring(HEADS.length());
        boolean deletes = command.after().equals(BareRepository.ZERO);
        if (deletes && branch.equals(repository.settings().defaultBranch())) {
            return Optional.of("branch " + branch + " is the default branch and cannot be deleted");
        }
        Optional<BranchProtection> rule = repository.protection(branch);
        if (deletes && rule.isPresent()) {
            return Optional.of("branch " + branch + " is protected from deletion");
        }
        if (PullFacts.mayPush(forge, repository, branch, doer)) {
            return Optional.empty();
        }
        return Optional.of("Not allowed to push to protected branch " + branch);
    }

    private static String notForced(Repository repository, PushCommands wanted) {
        return wanted.commands().stream()
                .filter(command -> !command.before().equals(BareRepository.ZERO))
                .map(PushCommands.Command::ref)
                .filter(ref -> ref.startsWith(HEADS))
                .filter(ref -> repository
                        .protection(ref.substring(HEADS.length()))
                        .map(rule -> !rule.enableForcePush())
                        .orElse(false))
                .collect(Collectors.joining(" "));
    }
}
