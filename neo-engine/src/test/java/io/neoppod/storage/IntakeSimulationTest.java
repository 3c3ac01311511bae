package io.neoppod.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.ReadPacket.AskObjectHistory;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.sim.SimNode;
import io.neoppod.sim.Simulation;
import io.neoppod.sim.SimulationTest;
import io.neoppod.storage.Cast.Answer;
import java.time.Duration;
import java.util.ArrayList;

/// Clients that send faster than the database works.
class IntakeSimulationTest {
    private static final int S1 = 1;
    private static final long X = 1;

    @SimulationTest(seeds = 3)
    void storesOfAFloodWaitInTheConnection(Simulation sim) {
        var cast = new Cast(sim);
        var storage = slowStorage(cast);
        var client = cast.client(1);
        var answers = new ArrayList<Answer<AnswerStoreObject>>();
        var most = watchWrites(sim, storage);
        for (int i = 0; i < 2000; i++) {
            answers.add(cast.ask(client, store(1000, i, 10)));
        }
        sim.until("all stores are answered", () -> answers.stream().allMatch(Answer::isThere));
        assertThat(answers).allMatch(answer -> answer.get().conflict() == Ids.NONE);
        assertThat(most[0]).isBetween(Intake.MAX_JOBS / 2, Intake.MAX_JOBS + 1);
    }

    @SimulationTest(seeds = 3)
    void bigStoresCountByTheirData(Simulation sim) {
        var cast = new Cast(sim);
        var storage = slowStorage(cast);
        var client = cast.client(1);
        var answers = new ArrayList<Answer<AnswerStoreObject>>();
        var most = watchWrites(sim, storage);
        for (int i = 0; i < 40; i++) {
            answers.add(cast.ask(client, store(1000, i, Intake.MAX_BYTES / 8)));
        }
        sim.until("all stores are answered", () -> answers.stream().allMatch(Answer::isThere));
        assertThat(most[0]).isBetween(4, 9);
    }

    @SimulationTest(seeds = 3)
    void readsOfAFloodWaitInTheConnection(Simulation sim) {
        var cast = new Cast(sim);
        var storage = slowStorage(cast);
        var client = cast.client(1);
        var most = new int[1];
        sim.always(() -> most[0] =
                Math.max(most[0], storage.ask(node -> node.snapshot().jobs().reads())));
        var answers = new ArrayList<Answer<?>>();
        for (int i = 0; i < 2000; i++) {
            answers.add(cast.ask(client, new AskObjectHistory(i, 0, 1)));
        }
        sim.until("all reads are answered", () -> answers.stream().allMatch(Answer::isThere));
        assertThat(answers).noneMatch(Answer::isLost);
        assertThat(most[0]).isBetween(Intake.MAX_JOBS / 2, Intake.MAX_JOBS);
    }

    @SimulationTest(seeds = 3)
    void anotherClientIsServedMeanwhile(Simulation sim) {
        var cast = new Cast(sim);
        slowStorage(cast);
        var flood = cast.client(1);
        var other = cast.client(2);
        var answers = new ArrayList<Answer<?>>();
        for (int i = 0; i < 2000; i++) {
            answers.add(cast.ask(flood, store(1000, i, 10)));
        }
        cast.ask(other, new AskObject(X, Ids.NONE, Ids.NONE)).refusal();
        assertThat(answers.getLast().isThere()).isFalse();
    }

    /// What releases the lock that requests wait for may be behind them.
    @SimulationTest(seeds = 3)
    void requestsThatWaitForALockDoNotStopTheirConnection(Simulation sim) {
        var cast = new Cast(sim);
        var storage = slowStorage(cast);
        var client = cast.client(1);
        cast.ask(client, store(1000, X, 10)).get();
        var answers = new ArrayList<Answer<AnswerStoreObject>>();
        for (int i = 1; i <= 3 * Intake.MAX_JOBS; i++) {
            answers.add(cast.ask(client, store(1000 + i, X, 10)));
        }
        sim.run(Duration.ofSeconds(1));
        assertThat(storage.<Integer>ask(node -> node.snapshot().commits().heldWrites()))
                .isEqualTo(3 * Intake.MAX_JOBS);
        for (int i = 0; i <= answers.size(); i++) {
            long ttid = 1000 + i;
            client.call(c -> c.storage.send(new AbortTransaction(ttid, new int[0])));
        }
        sim.until("all are answered", () -> answers.stream().allMatch(Answer::isThere));
    }

    // --- words of the scenarios

    private static SimNode<StorageNode> slowStorage(Cast cast) {
        var storage = cast.storage(S1)
                .jobs(Duration.ofMillis(5), Duration.ofMillis(10))
                .start();
        cast.operate(1, S1);
        return storage;
    }

    /// The greatest number of write jobs seen.
    private static int[] watchWrites(Simulation sim, SimNode<StorageNode> storage) {
        var most = new int[1];
        sim.always(() -> most[0] =
                Math.max(most[0], storage.ask(node -> node.snapshot().jobs().writes())));
        return most;
    }

    private static AskStoreObject store(long ttid, long oid, int size) {
        var data = new byte[size];
        return new AskStoreObject(oid, 0, 0, Cast.sha1(data), data, Ids.NONE, ttid);
    }
}
