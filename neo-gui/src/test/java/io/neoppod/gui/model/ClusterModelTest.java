package io.neoppod.gui.model;

import static io.neoppod.gui.facade.Snapshots.S1;
import static io.neoppod.gui.facade.Snapshots.S2;
import static io.neoppod.gui.facade.Snapshots.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import io.neoppod.config.Context;
import io.neoppod.gui.facade.Link;
import io.neoppod.gui.facade.Snapshots;
import io.neoppod.gui.view.FakeCluster;
import io.neoppod.protocol.ClusterState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What screens show and offer, without any screen.
class ClusterModelTest {
    private final FakeCluster fake = new FakeCluster(cluster(ClusterState.RUNNING, "R UU", "R UU"));
    private final Services services = Models.services();
    private final ClusterModel model = new ClusterModel(fake, services);

    private Confirmation question() {
        return (Confirmation) model.questionProperty().get();
    }

    private void select(int nid) {
        var row = model.nodes().rows().stream()
                .filter(candidate -> candidate.nid() == nid)
                .findFirst()
                .orElseThrow();
        model.nodes().selectedProperty().set(row);
    }

    @Test
    void aKillIsAskedAboutWithItsConsequencesAndSentOnce() {
        select(S2);

        model.perform(AppAction.KILL);

        var question = question();
        assertThat(question.title()).isEqualTo("Kill S2");
        assertThat(question.consequences())
                .containsExactly(
                        "S2 stops serving.",
                        "2 cells become OUT_OF_DATE.",
                        "Partitions 0–1 are left with a single readable copy.",
                        "Nothing is deleted: started again, it catches up by itself.");
        assertThat(question.command()).isEqualTo("neo ctl -a 127.0.0.1:9999 kill S2");
        assertThat(question.typed()).isNull();
        assertThat(question.change().lines())
                .containsExactly(new TableChange.Line("S1", "UU", "UU"), new TableChange.Line("S2", "UU", "OO"));
        assertThat(fake.asked()).isEmpty();

        model.confirm();
        model.confirm();

        assertThat(fake.asked()).containsExactly("kill S2");
        assertThat(model.outcomeProperty().get()).isEqualTo("Kill S2: as you wish");
    }

    @Test
    void whenTheClusterChangedMeanwhileNothingIsSentAndTheUserIsAskedAgain() {
        fake.show(cluster(ClusterState.RUNNING, "R UU", "R UU", "R UU"));
        select(S2);
        model.perform(AppAction.KILL);

        fake.show(cluster(ClusterState.RUNNING, "R UU", "R UU", "D OO"));
        model.confirm();

        assertThat(fake.asked()).isEmpty();
        assertThat(question().isNew()).isTrue();
        assertThat(question().consequences()).contains("Partitions 0–1 are left with a single readable copy.");
        model.confirm();
        assertThat(fake.asked()).containsExactly("kill S2");
    }

    @Test
    void whatIsNotConfirmedIsNotDone() {
        select(S2);
        model.perform(AppAction.KILL);

        model.dismiss();
        model.confirm();

        assertThat(fake.asked()).isEmpty();
        assertThat(model.questionProperty().get()).isNull();
    }

    @Test
    void whatIsNotOfferedIsNotEvenAskedAbout() {
        fake.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        select(S1);

        model.perform(AppAction.KILL);

        assertThat(model.questionProperty().get()).isNull();
        assertThat(model.nodes().offers())
                .filteredOn(offer -> offer.action() == AppAction.KILL)
                .extracting(Offer::reason)
                .containsExactly("it has the only readable copy of partitions 0–1");
    }

    @Test
    void aDropAsksForTheNameOfTheCluster() {
        fake.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        select(S2);

        model.perform(AppAction.DROP);

        assertThat(question().typed()).isEqualTo("demo");
        assertThat(question().consequences()).contains("This cannot be undone.");
    }

    @Test
    void whatCanBeTakenBackAsksLightly() {
        fake.show(cluster(ClusterState.RUNNING, "R UU", "P"));
        select(S2);

        model.perform(AppAction.ADD);

        assertThat(fake.asked()).isEmpty();
        assertThat(question().level()).isEqualTo(AppAction.Level.REVERSIBLE);
        assertThat(question().typed()).isNull();
        model.confirm();
        assertThat(fake.asked()).containsExactly("add S2");
    }

    @Test
    void whatCanBeTakenBackIsDoneAtOnceWhereThatIsPreferred() {
        services.preferences().askAlwaysProperty().set(false);
        fake.show(cluster(ClusterState.RUNNING, "R UU", "P"));
        select(S2);

        model.perform(AppAction.ADD);

        assertThat(fake.asked()).containsExactly("add S2");
        model.perform(AppAction.DROP);
        assertThat(question().typed()).isEqualTo("demo");
    }

    @Test
    void theSelectionSurvivesNewSnapshotsAndEndsWithItsNode() {
        select(S2);

        fake.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        assertThat(model.nodes().selectedProperty().get().state().name()).isEqualTo("DOWN");

        fake.show(cluster(ClusterState.RUNNING, "R UU"));
        assertThat(model.nodes().selectedProperty().get()).isNull();
        assertThat(model.nodes().offers()).isEmpty();
    }

    @Test
    void nodesAreFoundByWordsAndAFilterHidesNoneThatIsGoneTo() {
        fake.show(cluster(ClusterState.RUNNING, 2, "R UU", "D OO"));
        var nodes = model.nodes();
        nodes.filterProperty().set(" storage  down");
        assertThat(nodes.rows()).extracting(NodesModel.Row::name).containsExactly("S2");

        fake.show(cluster(ClusterState.RUNNING, 2, "R UU", "R UU"));
        assertThat(nodes.rows()).isEmpty();
        nodes.select("S1");
        assertThat(nodes.filterProperty().get()).isEmpty();
        assertThat(nodes.selectedProperty().get().name()).isEqualTo("S1");
        assertThat(nodes.rows()).hasSize(5);
    }

    @Test
    void rowsThatDidNotChangeAreNotReplaced() {
        var before = model.nodes().rows().get(1);

        fake.show(cluster(ClusterState.RUNNING, "R UU", "D OO"));
        fake.show(cluster(ClusterState.RUNNING, "R UU", "R UU"));

        assertThat(model.nodes().rows().get(0)).isEqualTo(model.nodes().rows().get(0));
        assertThat(model.nodes().rows().get(1)).isEqualTo(before);
    }

    @Test
    void whatIsOldIsSaidToBeOldAndOffersNothing() {
        select(S2);

        fake.show(Snapshots.lost(fake.snapshot(), Link.UNREACHABLE));

        assertThat(model.status().staleProperty().get()).isTrue();
        assertThat(model.status().ageProperty().get()).isEqualTo("last answer 42 s ago");
        assertThat(model.status().troubleProperty().get())
                .isEqualTo("Nothing answers at 127.0.0.1:9999. Next try in 4 s.");
        assertThat(model.nodes().rows()).hasSize(3);
        assertThat(model.nodes().offers()).noneMatch(Offer::isEnabled);
        assertThat(model.state().offers()).noneMatch(Offer::isEnabled);
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        fake.show(cluster(ClusterState.RECOVERING));

        var copies = model.overview().tiles().get(2).facts();
        assertThat(copies).extracting(Fact::value).containsExactly("—", "—", "—", "—");
        assertThat(model.partitions().presenceProperty().get()).isEqualTo(Presence.EMPTY);
    }

    @Test
    void beforeTheFirstAnswerScreensWaitAndThenSayWhy() {
        var waiting = new FakeCluster(Snapshots.unknown());
        var early = new ClusterModel(waiting, Models.services());
        assertThat(early.overview().presenceProperty().get()).isEqualTo(Presence.LOADING);

        waiting.show(Snapshots.lost(Snapshots.unknown(), Link.SILENT));

        assertThat(early.overview().presenceProperty().get()).isEqualTo(Presence.UNAVAILABLE);
        assertThat(early.status().staleProperty().get()).isFalse();
    }

    @Test
    void theMapIsAlsoText() {
        fake.show(cluster(ClusterState.RUNNING, "R UO", "D .U"));

        assertThat(model.partitions().textProperty().getValue()).isEqualTo("S1 R UO\nS2 D .U");
        assertThat(model.partitions().summaryProperty().get()).contains("Not readable: 1.");
    }

    @Test
    void theCursorStaysOnTheMapAndTellsItsCell() {
        var partitions = model.partitions();
        partitions.move(0, 0);
        partitions.move(5, 5);

        assertThat(partitions.cursorProperty().get()).isEqualTo(new PartitionsModel.Cursor(1, 1));
        assertThat(partitions.cellTextProperty().get())
                .isEqualTo("S2, partition 1: UP_TO_DATE. Node RUNNING. Elsewhere: S1 UP_TO_DATE."
                        + " Readable copies now: 2.");

        fake.show(cluster(ClusterState.RUNNING, "R UU"));
        assertThat(partitions.cursorProperty().get()).isNull();
    }

    @Test
    void stoppingIsAskedForWithTheCommandLine() {
        model.perform(AppAction.STOP_CLUSTER);

        assertThat(question().command()).isEqualTo("neo ctl -a 127.0.0.1:9999 set cluster STOPPING");
        model.confirm();
        assertThat(fake.asked()).containsExactly("set STOPPING");
    }

    @Test
    void clustersAreAskedAsOftenAsIsPreferred() {
        var own = Models.services();
        var paced = new ClusterModel(fake, own);
        own.preferences().refreshProperty().set(5);
        assertThat(fake.pace()).isEqualTo(Duration.ofSeconds(5));

        paced.close();
        own.preferences().refreshProperty().set(2);
        assertThat(fake.pace()).as("of a closed cluster").isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void clustersThatAreNotShownAreAskedLessOften() {
        var clusters = new OpenClusters(Models.services());
        clusters.open(fake);
        var other = new FakeCluster(Snapshots.saved("other", List.of(), Context.Options.DEFAULT, fake.snapshot()));
        clusters.open(other);
        assertThat(fake.pace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(other.pace()).isEqualTo(Duration.ofSeconds(1));

        clusters.showNext();
        assertThat(fake.pace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(other.pace()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aClusterCanHaveAPaceOfItsOwn() {
        var slow =
                new FakeCluster(Snapshots.saved("slow", List.of(), new Context.Options(2.5, false), fake.snapshot()));
        new ClusterModel(slow, Models.services());

        assertThat(slow.pace()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void whatCanEndNodesIsNotRunFromTheCommandLineEither() {
        fake.show(cluster(ClusterState.RECOVERING, "R UU", "D UU"));
        model.runCommand("kill S1");

        assertThat(model.commands().lines()).hasSize(2).last().asString().startsWith("Not done: ");
        assertThat(model.commands().busyProperty().get()).isFalse();
    }
}
