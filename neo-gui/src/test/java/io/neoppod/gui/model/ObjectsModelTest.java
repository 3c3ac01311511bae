package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.gui.view.FakeData;
import io.neoppod.protocol.ClusterState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectsModelTest {
    private final FakeData data = FakeData.of(30);
    private final ClusterModel cluster =
            new ClusterModel(new FakeCluster(cluster(ClusterState.RUNNING, "R UUUU")).with(data), Models.services());
    private final ObjectsModel model = cluster.objects();

    @Test
    void nothingIsAskedBeforeTheScreenIsOpened() {
        assertThat(data.asked()).noneMatch(question -> question.startsWith("object"));

        model.visit();

        assertThat(data.asked()).contains("want", "object 0", "history 0");
        assertThat(model.titleProperty().get()).isEqualTo("persistent.mapping.PersistentMapping");
        assertThat(model.history()).hasSize(20);
        assertThat(model.shownProperty().get().tid()).isEqualTo(data.tid(29));
    }

    @Test
    void referencesAreFollowedAndOneComesBack() {
        cluster.navigation().open(AppAction.OBJECTS, "0x2a");
        var next = model.contentProperty().get().lines().getFirst().children().get(2);
        assertThat(next.type()).isEqualTo("ref");
        assertThat(next.reference()).isEqualTo(0x2bL);

        model.follow(next.reference());

        assertThat(model.oidProperty().get()).isEqualTo("0x2b");
        cluster.navigation().back();
        assertThat(model.oidProperty().get()).isEqualTo("0x2a");
    }

    @Test
    void aRevisionIsComparedWithTheOneBefore() {
        cluster.navigation().open(AppAction.OBJECTS, "0x2a");
        model.select(model.history().get(3));

        assertThat(model.atProperty().get()).isEqualTo("0x" + Long.toHexString(data.tid(26)));
        assertThat(model.changes()).hasSize(1);
        assertThat(model.changes().getFirst().path()).isEqualTo(".data['title']");
        assertThat(model.changes().getFirst().after()).isEqualTo("'revision " + data.tid(26) + "'");
        model.openTransaction();
        assertThat(cluster.navigation().placeProperty().get().screen()).isEqualTo(AppAction.TRANSACTIONS);
        assertThat(cluster.transactions().detail().rows()).isNotEmpty();
    }

    @Test
    void anObjectIsFoundByThePathToIt() {
        model.oidProperty().set("root/next");
        model.search();
        assertThat(model.oidProperty().get()).isEqualTo("0x2b");

        model.oidProperty().set("root/title");
        model.search();
        assertThat(model.errorProperty().get()).startsWith("title is no object of its own: it is part of 0x0");
        model.oidProperty().set("/next/nobody");
        model.search();
        assertThat(model.errorProperty().get()).startsWith("There is no nobody in 0x2b");
    }

    @Test
    void aPathTypedBeforeThereIsAWayToTheDataIsFollowedOnceThereIs() {
        var late = FakeData.of(3);
        late.become(DataStatus.State.CONNECTING);
        var fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UUUU")).with(late);
        var opened = new ClusterModel(fake, Models.services());
        opened.navigation().open(AppAction.OBJECTS);
        opened.objects().visit();
        opened.objects().oidProperty().set("root/next");

        late.become(DataStatus.State.READY);
        fake.show(fake.snapshot());
        assertThat(opened.objects().oidProperty().get()).isEqualTo("0x2b");
        assertThat(opened.objects().errorProperty().get()).isEmpty();
    }

    @Test
    void anyTwoRevisionsAreCompared() {
        cluster.navigation().open(AppAction.OBJECTS, "0x2a");
        model.compareWith(model.history().get(7));

        assertThat(model.changes().getFirst().before()).isEqualTo("'revision " + data.tid(22) + "'");
        model.select(model.history().get(1));
        assertThat(model.comparedProperty().get()).as("of another revision").isNull();
        assertThat(model.changes().getFirst().before()).isEqualTo("'revision " + (data.tid(28) - 1) + "'");
    }

    @Test
    void aRecordIsSavedAsItIs(@TempDir Path folder) throws Exception {
        model.visit();
        var record = model.contentProperty().get().bytes();

        model.save(record, folder.resolve("record")).join();
        assertThat(folder.resolve("record")).hasBinaryContent(record);
        assertThat(model.noteProperty().get()).startsWith("Saved ");
        model.save(record, folder.resolve("absent/record")).join();
        assertThat(model.noteProperty().get()).contains("cannot be written");
    }

    @Test
    void anIdIsFoundInWhatIsPasted() {
        model.oidProperty().set("POSKeyError: 0x2c");
        model.search();
        assertThat(model.oidProperty().get()).isEqualTo("0x2c");

        model.oidProperty().set("route");
        model.search();
        assertThat(model.errorProperty().get()).startsWith("Not an object id");
    }
}
