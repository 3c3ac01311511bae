package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.gui.view.FakeData;
import io.neoppod.protocol.ClusterState;
import org.junit.jupiter.api.Test;

class TransactionsModelTest {
    private static final ClusterSnapshot RUNNING = cluster(ClusterState.RUNNING, "R UUUU", "R UUUU");

    private final FakeData data = FakeData.of(300);
    private final FakeCluster cluster = new FakeCluster(RUNNING).with(data);
    private final TransactionsModel model = new ClusterModel(cluster, Models.services()).transactions();

    @Test
    void pagesComeAsTheListIsScrolled() {
        assertThat(model.rows()).hasSize(100);
        assertThat(model.rows().getFirst().tid()).isEqualTo(data.tid(299));

        model.more();
        model.more();

        assertThat(model.rows()).hasSize(300);
        assertThat(model.rows().getLast().tid()).isEqualTo(data.tid(0));
        assertThat(model.noteProperty().get()).isEqualTo("300 transactions: that is all.");
        int asked = data.asked().size();
        model.more();
        assertThat(data.asked()).as("at its end nothing is asked").hasSize(asked);
    }

    @Test
    void newOnesComeAboveUnlessTheyAreNotWanted() {
        data.commit();
        data.commit();
        cluster.show(RUNNING);
        assertThat(model.rows()).hasSize(102);
        assertThat(model.rows().getFirst().tid()).isEqualTo(data.tid(301));

        model.liveProperty().set(false);
        data.commit();
        cluster.show(RUNNING);
        assertThat(model.rows()).hasSize(102);
    }

    @Test
    void filtersScanAsFarAsNeeded() {
        model.descriptionProperty().set("person_module");
        model.search();

        assertThat(model.rows()).hasSize(43).allMatch(row -> row.description().contains("person_module"));
        model.userProperty().set("admin");
        model.search();
        assertThat(model.rows()).hasSize(28).allMatch(row -> row.user().equals("admin"));
        model.reset();
        assertThat(model.rows()).hasSize(100);
    }

    @Test
    void aPlaceIsATransactionOrAMoment() {
        model.placeProperty().set("0x" + Long.toHexString(data.tid(42)));
        model.search();
        assertThat(model.rows()).hasSize(43);
        assertThat(model.rows().getFirst().tid()).isEqualTo(data.tid(42));

        model.placeProperty().set("1999-12-31");
        model.search();
        assertThat(model.rows()).isEmpty();

        model.placeProperty().set("noon");
        model.search();
        assertThat(model.errorProperty().get()).startsWith("Not a transaction");
    }

    @Test
    void whatIsNoIdIsNotAskedFor() {
        int asked = data.asked().size();
        model.objectProperty().set("0x8000000000000000");
        model.search();

        assertThat(model.errorProperty().get()).contains("below 2⁶³");
        assertThat(data.asked()).hasSize(asked);
    }

    @Test
    void theSelectedTransactionTellsWhatItWrote() {
        model.select(model.rows().get(5));

        assertThat(model.detail().rows()).hasSize(model.rows().get(5).objects());
        assertThat(model.detail().rows().getFirst().id()).isEqualTo("0x2a");
        assertThat(model.detail().rows().getFirst().changed()).isEqualTo(".title, .modified");
        assertThat(model.detail().moreProperty().get()).isFalse();
    }

    @Test
    void withoutAWayToTheDataItSaysWhy() {
        var closed = new ClusterModel(
                        new FakeCluster(RUNNING).with(new FakeData(DataStatus.State.WAITING)), Models.services())
                .transactions();

        assertThat(closed.rows()).isEmpty();
        assertThat(closed.data().whyProperty().get()).contains("while it is RUNNING");
    }
}
