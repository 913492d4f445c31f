// SPDX-License-Identifier: MIT
package io.jenkins.plugins.mergegate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HintQueueTest {
    private final List<String> followed = new CopyOnWriteArrayList<>();

    private final Consumer<String> log = followed::add;

    private record Hint(String name, Consumer<String> log) implements Runnable {
        @Override
        public void run() {
            log.accept(name);
            switch (name) {
                case "defect" -> throw new IllegalStateException("a defect");
                case "error" -> throw new StackOverflowError("an error");
                default -> {}
            }
        }
    }

    private Hint hint(String name) {
        return new Hint(name, log);
    }

    @Test
    void oneTooManyIsRefusedAtOnceAndTheSameOneIsThereAlready() throws Exception {
        HintQueue queue = new HintQueue("test", 2);
        try (Plug plug = Plug.in(queue)) {
            assertThat(queue.offer(hint("a"))).isTrue();
            assertThat(queue.offer(hint("a"))).isTrue();
            assertThat(queue.offer(hint("b"))).isTrue();
            assertThat(queue.offer(hint("c"))).isFalse();
            assertThat(queue.offer(hint("b"))).isTrue();
            assertThat(queue.waiting()).hasSize(2);
            assertThat(plug.isThere()).isTrue();
        }
        await().untilAsserted(() -> assertThat(followed).containsExactly("a", "b"));
        assertThat(queue.offer(hint("c"))).isTrue();
        assertThat(queue.offer(hint("a"))).isTrue();
        await().untilAsserted(() -> assertThat(followed).containsExactly("a", "b", "c", "a"));
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromBeingFollowed() {
        HintQueue queue = new HintQueue("test", 10);
        for (String name : List.of("defect", "error", "good")) {
            assertThat(queue.offer(hint(name))).isTrue();
        }
        await().untilAsserted(() -> assertThat(followed).containsExactly("defect", "error", "good"));
    }
}
