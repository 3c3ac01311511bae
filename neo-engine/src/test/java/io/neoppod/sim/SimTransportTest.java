package io.neoppod.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.runtime.Harness;
import io.neoppod.runtime.TransportContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The simulated network keeps the promises of a real one.
class SimTransportTest extends TransportContract {
    private SimHarness simulated;

    @Override
    protected Harness newHarness() {
        simulated = new SimHarness();
        return simulated;
    }

    @Test
    void givesUpAPeerThatDoesNotReadWhatIsSentBeforeClosing() {
        var there = connect(listen(() -> recorder().whenOpen(link -> link.setReading(false)))
                .address());
        long begin = simulated.sim().nowNs();

        onClient(() -> {
            there.send(new byte[1 << 20]);
            there.link().closeAfterFlush();
        });

        simulated.await("the end", there::isClosed);
        assertThat(Duration.ofNanos(simulated.sim().nowNs() - begin))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }
}
