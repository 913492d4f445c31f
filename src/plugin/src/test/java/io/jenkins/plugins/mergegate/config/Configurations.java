// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.mergegate.engine.InvalidInput;
import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;
import java.util.List;

/** Configurations as the command reads them from its file, to compare with what Jenkins makes of them. */
final class Configurations {
    /** No key has its default. */
    static final String FULL_YAML = """
            enabled: false
            repositories: [acme/*, tools/ci]
            defaultTarget: trunk
            targets: [release/*, hotfix]
            servers:
              - name: inside
                url: https://git.example.com/gitea
                credentialsId: gitea-token
                webhookSecretId: hook
              - name: outside
                url: http://localhost:3000
            retry:
              enabled: false
              maxAttempts: 5
              backoffBaseSeconds: 0
              backoffMaxSeconds: 0
              deadlineSeconds: 60
            lock:
              ttlMinutes: 30
              deferDelaySeconds: 0
              maxDefers: 0
            reaper:
              enabled: false
              intervalSeconds: 5
              deadTicks: 3
              maxRunningMinutes: 7
              reclaimLocks: false
              abortOverAge: true
            regressionGuard:
              enabled: false
              markers:
                - repository: acme/app
                  text: public void login(
                  path: src/main
                - text: keep_days = 30
            holdBypassPriority: 50
            holdExpiryHours: 24
            committer:
              name: Robot
              email: robot@example.com
            report:
              commitStatus: false
              comment: false
              statusContext: gate
            """;

    static final GateConfig FULL = ConfigReader.read(FULL_YAML);

    /** JSON, which is YAML too: each has one thing that is refused. */
    static final List<String> BAD = List.of(
            "{'enabled': 'maybe'}",
            "{'repositories': ['acme/app', 'a/b/c']}",
            "{'defaultTarget': 'a..b'}",
            "{'defaultTarget': ''}",
            "{'targets': ['release/*', 'a b']}",
            "{'servers': [{'name': 'a', 'url': 'http://a'}, {'name': 'A', 'url': 'http://b'}]}",
            "{'servers': [{'name': '', 'url': 'http://a'}]}",
            "{'servers': [{'name': 'a', 'url': 'https://me:secret@git.example.com'}]}",
            "{'servers': [{'name': 'a', 'url': 'ftp://git.example.com'}]}",
            "{'servers': [{'name': 'a'}]}",
            "{'servers': [{'url': 'http://a'}]}",
            "{'servers': [{'name': 'a', 'url': 'http://a', 'credentialsId': 'a\\nb'}]}",
            "{'servers': [{'name': 'a', 'url': 'http://a', 'webhookSecretId': 'a\\nb'}]}",
            "{'retry': {'enabled': 'ja'}}",
            "{'retry': {'maxAttempts': 0}}",
            "{'retry': {'maxAttempts': 101}}",
            "{'retry': {'maxAttempts': 'three'}}",
            "{'retry': {'backoffBaseSeconds': 'none'}}",
            "{'retry': {'backoffBaseSeconds': -1}}",
            "{'retry': {'backoffMaxSeconds': '1.5'}}",
            "{'retry': {'deadlineSeconds': 3000000000}}",
            "{'lock': {'ttlMinutes': 0}}",
            "{'lock': {'deferDelaySeconds': ''}}",
            "{'lock': {'maxDefers': 'many'}}",
            "{'reaper': {'enabled': ''}}",
            "{'reaper': {'intervalSeconds': 0}}",
            "{'reaper': {'deadTicks': 0}}",
            "{'reaper': {'maxRunningMinutes': 0}}",
            "{'reaper': {'reclaimLocks': 'x'}}",
            "{'reaper': {'abortOverAge': 'x'}}",
            "{'regressionGuard': {'enabled': 'x'}}",
            "{'regressionGuard': {'markers': [{'text': 'a'}, {'text': ''}]}}",
            "{'regressionGuard': {'markers': [{'path': 'src'}]}}",
            "{'regressionGuard': {'markers': [{'text': 'a', 'repository': 'a b'}]}}",
            "{'regressionGuard': {'markers': [{'text': 'a', 'repository': ''}]}}",
            "{'regressionGuard': {'markers': [{'text': 'a', 'path': '../x'}]}}",
            "{'holdBypassPriority': 0}",
            "{'holdBypassPriority': 'high'}",
            "{'holdExpiryHours': -1}",
            "{'committer': {'name': ' '}}",
            "{'committer': {'email': 'nobody'}}",
            "{'report': {'commitStatus': 'x'}}",
            "{'report': {'comment': 'x'}}",
            "{'report': {'statusContext': ''}}");

    private Configurations() {}

    /** One of {@link #BAD} as JSON has it. */
    static String json(String bad) {
        return bad.replace('\'', '"');
    }

    /** What the command says of it. */
    static InvalidInput problem(String bad) {
        return catchThrowableOfType(InvalidInput.class, () -> ConfigReader.read(json(bad)));
    }
}
