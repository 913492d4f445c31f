// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.mergegate.engine.Outcome;
import io.jenkins.plugins.mergegate.engine.Reason;
import io.jenkins.plugins.mergegate.testkit.traffic.Call;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer that Gitea gives to a merge call, before and after the work, with the outcome of the run. */
class MergeAnswersTest {
    private static final char QUOTE = '\'';

    @TempDir
    private Path directory;

    private GateFixture gate;
    private String main;

    @BeforeEach
    void start() {
        gate = new GateFixture(directory);
        gate.branchWith(GateFixture.TASK, "a.txt", "a");
        main = gate.repository.head("main");
    }

    @AfterEach
    void stop() {
        gate.close();
    }

    /** The answer is given to every call and nothing is merged. */
    @ParameterizedTest(name = "{0} {1} -> {2}/{3} after {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "200 | ``                                                       | HELD         | NOT_MERGED      | 1",
                "201 | ``                                                       | HELD         | NOT_MERGED      | 3",
                "301 | ``                                                       | HELD         | CONFIGURATION   | 1",
                "401 | {'message':'token is required'}                          | HELD         | MERGE_REFUSED   | 1",
                "403 | {'message':'token does not have at least one of required scope(s)'} | HELD | MERGE_REFUSED | 1",
                "404 | {'message':'pull request does not exist [id: 7]'}        | HELD         | MERGE_REFUSED   | 1",
                "404 | {'message':'not found'}                                  | HELD         | MERGE_REFUSED   | 1",
                "405 | {'message':'The PR is already merged'}                   | HELD         | NOT_MERGED      | 1",
                "405 | {'message':''}                                           | HELD         | NOT_MERGED      | 1",
                "405 | {'message':'User not allowed to merge PR'}               | HELD         | MERGE_REFUSED   | 1",
                "405 | {'message':'Work in progress PRs cannot be merged'}      | HELD         | MERGE_REFUSED   | 1",
                "405 | {'message':'Please try again later'}                     | HELD         | NOT_MERGED      | 3",
                "405 | {'message':'Not all required status checks successful'}  | DEFERRED     | POLICY_PENDING  | 1",
                "405 | {'message':'Does not have enough approvals'}             | DEFERRED     | POLICY_PENDING  | 1",
                "405 | {'message':'There are official review requests'}         | DEFERRED     | POLICY_PENDING  | 1",
                "405 | {'message':'not allowed to merge [reason: Does not have enough approvals]'} | DEFERRED | POLICY_PENDING | 1",
                "405 | {'message':'There are requested changes'}                | HELD         | MERGE_REFUSED   | 1",
                "405 | {'message':'Changed protected files'}                    | HELD         | MERGE_REFUSED   | 1",
                "405 | {'message':'The head branch is behind the base branch'}  | HELD         | NOT_MERGED      | 3",
                "405 | {'message':'wont sign: nokey'}                           | HELD         | MERGE_REFUSED   | 1",
                "405 | {'message':'the branch requires signed commits but not all head commits are verified'} | HELD | MERGE_REFUSED | 1",
                "405 | {'message':'merge is not allowed an allowed merge style for this repository'} | HELD | MERGE_REFUSED | 1",
                "408 | ``                                                       | HELD         | NOT_MERGED      | 3",
                "409 | {'Style':'merge','StdOut':'','StdErr':'CONFLICT','Err':{}} | HELD        | MERGE_CONFLICT  | 1",
                "409 | {'Style':'rebase','CommitSHA':'abc','StdOut':'','StdErr':'','Err':{}} | HELD | MERGE_CONFLICT | 1",
                "409 | {'message':'merge push out of date'}                     | HELD         | NOT_MERGED      | 3",
                "409 | {'message':'head out of date'}                           | BRANCH_MOVED | -               | 1",
                "409 | {'message':'PushRejected with remote message: cannot lock ref refs/heads/main'} | HELD | NOT_MERGED | 3",
                "409 | {'message':'PushRejected without remote error message'}  | HELD         | NOT_MERGED      | 3",
                "409 | {'message':'PushRejected with remote message: Not allowed to push to protected branch main'} | HELD | MERGE_REFUSED | 1",
                "422 | {'message':'[Do]: Required'}                             | HELD         | NOT_MERGED      | 3",
                "423 | {'message':'repo is archived'}                           | HELD         | MERGE_REFUSED   | 1",
                "429 | ``                                                       | HELD         | NOT_MERGED      | 3",
                "500 | {'message':''}                                           | HELD         | NOT_MERGED      | 3",
                "502 | <html><h1>Bad gateway</h1></html>                        | HELD         | NOT_MERGED      | 3",
                "503 | null                                                     | HELD         | NOT_MERGED      | 3"
            })
    void anAnswerWithoutAMerge(int status, String body, Outcome outcome, Reason reason, int calls) {
        gate.server.faults().on(Call.MERGE).always().respond(status, body.replace(QUOTE, '"'));
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(outcome);
        assertThat(end.ending().reason()).isEqualTo(reason);
        assertThat(gate.mergeCalls()).isEqualTo(calls);
        assertThat(end.merge().attempts())
                .hasSize(calls)
                .allSatisfy(attempt -> assertThat(attempt.status()).isEqualTo(status));
        assertThat(gate.repository.head("main")).isEqualTo(main);
    }

    /** The merge happens, then this is answered: one merge in main, and the run knows it from git. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | ``",
                "201 | ``",
                "301 | ``",
                "401 | {'message':'token is required'}",
                "403 | {'message':'can not delete default branch'}",
                "404 | {'message':'not found'}",
                "405 | {'message':'The PR is already merged'}",
                "405 | {'message':'Please try again later'}",
                "408 | ``",
                "409 | {'message':'head out of date'}",
                "409 | {'message':'merge push out of date'}",
                "409 | {'Style':'merge','StdOut':'','StdErr':'','Err':{}}",
                "423 | {'message':'repo is archived'}",
                "429 | ``",
                "500 | {'message':''}",
                "502 | <html><h1>Bad gateway</h1></html>",
                "200 | null"
            })
    void theSameAnswerAfterAMerge(int status, String body) {
        gate.server.faults().on(Call.MERGE).always().respondAfterWork(status, body.replace(QUOTE, '"'));
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(1);
        assertThat(gate.mergesSince(main)).isEqualTo(1);
        assertThat(end.proof().tree()).isTrue();
    }

    /** The first call fails like this, the second one merges. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "201 | ``",
                "405 | {'message':'Please try again later'}",
                "405 | {'message':'The head branch is behind the base branch'}",
                "408 | ``",
                "409 | {'message':'merge push out of date'}",
                "409 | {'message':'PushRejected with remote message: cannot lock ref refs/heads/main'}",
                "422 | {'message':'[Do]: Required'}",
                "429 | ``",
                "500 | {'message':''}",
                "502 | <html><h1>Bad gateway</h1></html>"
            })
    void aTransientAnswerIsTriedAgain(int status, String body) {
        gate.server.faults().on(Call.MERGE).once().respond(status, body.replace(QUOTE, '"'));
        GateState end = gate.run(gate.request().build());

        assertThat(end.ending().outcome()).as(end.ending().message()).isEqualTo(Outcome.MERGED);
        assertThat(gate.mergeCalls()).isEqualTo(2);
        assertThat(gate.mergesSince(main)).isEqualTo(1);
    }
}
