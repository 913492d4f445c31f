// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.doctor;

import io.jenkins.plugins.mergegate.engine.gitea.BranchInfo;
import io.jenkins.plugins.mergegate.engine.gitea.BranchRule;
import io.jenkins.plugins.mergegate.engine.gitea.CommitStatus;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaClient;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaFailure;
import io.jenkins.plugins.mergegate.engine.gitea.GiteaSurvey;
import io.jenkins.plugins.mergegate.engine.gitea.PullRequest;
import io.jenkins.plugins.mergegate.engine.gitea.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads one repository, its target and the pull requests into it. */
final class RepositoryExamination {
    /** Pull requests, each of which takes some calls. The latest tell what is usual. */
    private static final int MAX_PULLS = 20;

    private final GiteaSurvey survey;
    private final GiteaClient gitea;
    private final Subject subject;
    private final FieldNames names;
    private final Consumer<Finding> findings;
    private Repository repository;

    RepositoryExamination(GiteaSurvey survey, Subject subject, FieldNames names, Consumer<Finding> findings) {
        this.survey = survey;
        this.gitea = survey.client();
        this.subject = subject;
        this.names = names;
        this.findings = findings;
    }

    /**
     * Looks at the repository itself. Empty when it cannot be read.
     *
     * @param unreadable takes the scopes without which something could not be read
     */
    Optional<String> cloneUrl(Collection<String> unreadable) {
        try {
            repository = gitea.repository(subject.repository());
        } catch (GiteaFailure failure) {
            if (TokenDoctor.isScopeMissing(failure)) {
                unreadable.add(TokenDoctor.REPOSITORY);
            } else {
                findings.accept(RepositoryDoctor.unreadable(failure, names));
            }
            return Optional.empty();
        }
        try {
            survey.readComments(subject.repository());
        } catch (GiteaFailure failure) {
            if (TokenDoctor.isScopeMissing(failure)) {
                unreadable.add(TokenDoctor.ISSUE);
            }
        }
        return Optional.of(repository.cloneUrl());
    }

    /** Everything else; only after {@link #cloneUrl} found the repository. */
    void rest() {
        RepositoryDoctor.repository(repository, names).forEach(findings);
        look("template", () -> {
            if (!repository.defaultBranch().isEmpty()) {
                findings.accept(RepositoryDoctor.template(
                        survey.hasFile(subject.repository(), repository.defaultBranch(), RepositoryDoctor.TEMPLATE),
                        repository));
            }
        });
        look("target", this::target);
    }

    private void target() throws GiteaFailure {
        Optional<BranchInfo> target = gitea.branch(subject.repository(), subject.target());
        ProtectionDoctor.target(subject.target(), target, names).forEach(findings);
        if (target.isEmpty()) {
            return;
        }
        List<BranchRule> rules = new ArrayList<>();
        look("rules", () -> rules.addAll(rules(target.get())));
        List<PullRequest> open = new ArrayList<>();
        look("pull requests", () -> {
            open.addAll(survey.open(subject.repository(), subject.target(), MAX_PULLS));
            look("tasks", () -> tasks(open, rules));
            look("auto merge", () -> autoMerge(open));
        });
        look("checks", () -> checks(target.get(), open));
    }

    private List<BranchRule> rules(BranchInfo target) throws GiteaFailure {
        List<BranchRule> rules;
        try {
            rules = survey.rules(subject.repository());
        } catch (GiteaFailure failure) {
            if (failure.kind() != GiteaFailure.Kind.FORBIDDEN) {
                throw failure;
            }
            findings.accept(ProtectionDoctor.rulesHidden());
            return List.of();
        }
        String effective = survey.ruleOf(subject.repository(), target.name());
        rules.stream()
                .filter(rule -> rule.name().equals(effective))
                .findFirst()
                .ifPresent(rule -> ProtectionDoctor.rule(target.name(), rule).forEach(findings));
        return rules;
    }

    private void tasks(List<PullRequest> open, List<BranchRule> rules) throws GiteaFailure {
        Map<String, String> guarded = new LinkedHashMap<>();
        Set<String> heads = new LinkedHashSet<>();
        for (PullRequest pull : open) {
            if (RepositoryDoctor.isOwn(pull, repository) && heads.add(pull.headRef())) {
                Optional<BranchInfo> head = gitea.branch(subject.repository(), pull.headRef());
                if (head.isPresent() && head.get().isProtected()) {
                    guarded.put(pull.headRef(), survey.ruleOf(subject.repository(), pull.headRef()));
                }
            }
        }
        findings.accept(ProtectionDoctor.tasks(guarded, heads.size(), rules));
    }

    private void autoMerge(List<PullRequest> open) throws GiteaFailure {
        List<Long> scheduled = new ArrayList<>();
        for (PullRequest pull : open) {
            if (survey.isAutoMergeScheduled(subject.repository(), pull.number())) {
                scheduled.add(pull.number());
            }
        }
        findings.accept(RepositoryDoctor.autoMerge(scheduled, open.size(), open.size() == MAX_PULLS));
    }

    /** The target's own head says little where merges make a new commit, so heads of pull requests are asked first. */
    private void checks(BranchInfo target, List<PullRequest> open) throws GiteaFailure {
        List<String> required = target.requiredContexts();
        Set<String> shas = new LinkedHashSet<>();
        open.forEach(pull -> shas.add(pull.headSha()));
        shas.add(target.sha());
        Set<String> seen = new HashSet<>();
        int looked = collect(shas, required, seen);
        if (!CheckDoctor.open(required, seen, subject.report()).isEmpty()) {
            Set<String> older = new LinkedHashSet<>();
            survey.closed(subject.repository(), subject.target(), MAX_PULLS).forEach(pull -> older.add(pull.headSha()));
            older.removeAll(shas);
            looked += collect(older, required, seen);
        }
        CheckDoctor.checks(target.name(), required, seen, looked, subject.report())
                .forEach(findings);
    }

    /** Looks until everything that is required was seen. @return at how many */
    private int collect(Set<String> shas, List<String> required, Set<String> seen) throws GiteaFailure {
        int looked = 0;
        for (String sha : shas) {
            if (CheckDoctor.open(required, seen, subject.report()).isEmpty()) {
                break;
            }
            if (!sha.isEmpty()) {
                looked++;
                for (CommitStatus status : gitea.statuses(subject.repository(), sha)) {
                    seen.add(status.context());
                }
            }
        }
        return looked;
    }

    private void look(String subjectOfLook, Look look) {
        try {
            look.run();
        } catch (GiteaFailure failure) {
            findings.accept(RepositoryDoctor.unknown(subjectOfLook, failure));
        }
    }

    private interface Look {
        void run() throws GiteaFailure;
    }
}
