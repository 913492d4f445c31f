// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.config;

import io.jenkins.plugins.mergegate.engine.config.ConfigReader;
import io.jenkins.plugins.mergegate.engine.config.GateConfig;

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

    private Configurations() {}
}
