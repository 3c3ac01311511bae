package io.neoppod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.client.ClientOptions;
import io.neoppod.protocol.Address;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private final StringWriter told = new StringWriter();
    private final Waiting waiting = new Waiting("neo try", new PrintWriter(told));

    @Test
    void aClusterThatDoesNotAnswerIsNamed() throws Exception {
        var masters = List.of(new Address("127.0.0.1", 1), new Address("::1", 1));
        waiting.open(ClientOptions.of("away", masters)).close();
        assertThat(told)
                .hasToString("neo try: waiting for cluster away at 127.0.0.1:1 [::1]:1" + System.lineSeparator());
    }

    @Test
    void nothingIsSaidOfAnAnswerThatIsThere() {
        waiting.tellIfLate(CompletableFuture.completedFuture("yes"), "nobody");
        waiting.tellIfLate(CompletableFuture.failedFuture(new IllegalStateException("no")), "nobody");
        assertThat(told.toString()).isEmpty();
    }
}
