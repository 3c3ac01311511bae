package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.ClusterSnapshot;
import io.neoppod.gui.facade.ClusterView;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// In which state is the cluster, what may follow, what is missing?
public final class StateModel {
    /// What a user may ask for, and the state that is asked for.
    public enum Wish {
        START(AppAction.START_CLUSTER, ClusterState.VERIFYING),
        START_BACKUP(AppAction.START_BACKUP, ClusterState.STARTING_BACKUP),
        STOP_BACKUP(AppAction.STOP_BACKUP, ClusterState.STOPPING_BACKUP),
        STOP(AppAction.STOP_CLUSTER, ClusterState.STOPPING);

        private final AppAction action;
        private final ClusterState state;

        Wish(AppAction action, ClusterState state) {
            this.action = action;
            this.state = state;
        }

        static Wish of(AppAction action) {
            for (var wish : values()) {
                if (wish.action == action) {
                    return wish;
                }
            }
            throw new IllegalArgumentException(action + " asks for no state");
        }

        ClusterState state() {
            return state;
        }
    }

    private final ReadOnlyLock lock;
    private final Supplier<DataStatus> data;
    private final ReadOnlyObjectWrapper<@Nullable ClusterState> state = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Presence> presence = new ReadOnlyObjectWrapper<>(Presence.LOADING);
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final ObservableList<Offer> offersShown = FXCollections.unmodifiableObservableList(offers);
    private final ObservableList<RollCall> rollCall = FXCollections.observableArrayList();
    private final ObservableList<RollCall> rollCallShown = FXCollections.unmodifiableObservableList(rollCall);

    /// A storage that the cluster expects.
    public record RollCall(String name, NodeState state, String holds) {}

    /// @param data how the data can be read now
    StateModel(ReadOnlyLock lock, Supplier<DataStatus> data) {
        this.lock = lock;
        this.data = data;
    }

    void apply(ClusterSnapshot snapshot) {
        presence.set(Presence.of(snapshot));
        var view = snapshot.view();
        state.set(view == null ? null : view.state());
        Lists.update(offers, view == null ? List.of() : offers(snapshot));
        Lists.update(rollCall, view == null ? List.of() : rollCall(view));
    }

    private List<Offer> offers(ClusterSnapshot snapshot) {
        var offers = new ArrayList<Offer>();
        for (var wish : Wish.values()) {
            offers.add(new Offer(wish.action, lock.over(GuardRails.setClusterState(snapshot, wish.state))));
        }
        // Whether there is anything to forget depends on the transaction, which is chosen later.
        offers.add(new Offer(AppAction.TRUNCATE, lock.over(GuardRails.truncate(snapshot, data.get(), 0))));
        return offers;
    }

    private static List<RollCall> rollCall(ClusterView view) {
        return view.nodes(NodeType.STORAGE).stream()
                .map(node -> new RollCall(
                        Formats.nid(node.nid()), node.state(), holds(view.keptOnlyBy(node.nid()), view, node.nid())))
                .toList();
    }

    private static String holds(int[] alone, ClusterView view, int nid) {
        if (alone.length > 0) {
            return Texts.of("state.alone", Ranges.text(alone));
        }
        return Texts.of("state.cells", view.cells(nid));
    }

    public ReadOnlyObjectProperty<@Nullable ClusterState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Presence> presenceProperty() {
        return presence.getReadOnlyProperty();
    }

    public ObservableList<Offer> offers() {
        return offersShown;
    }

    public ObservableList<RollCall> rollCall() {
        return rollCallShown;
    }
}
