package io.neoppod.gui.model;

import io.neoppod.gui.Texts;
import io.neoppod.gui.facade.CheckOrder;
import io.neoppod.gui.facade.Cluster;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.GuardRails;
import io.neoppod.gui.facade.Ranges;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeInfo;
import io.neoppod.protocol.NodeState;
import io.neoppod.protocol.NodeType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// Which partitions are compared, in which transactions, and whether one copy is taken for right.
public final class CheckQuestion implements Question {
    /// A command of more partitions is not written out.
    private static final int MAX_WORDS = 40;

    private final Cluster cluster;
    private final Consumer<CheckOrder> onConfirm;
    private final @Nullable String typed;
    private final StringProperty partitions = new SimpleStringProperty("");
    private final ObjectProperty<Integer> reference = new SimpleObjectProperty<>(NodeIds.NONE);
    private final StringProperty first = new SimpleStringProperty("");
    private final StringProperty last = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper consequence = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper command = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();

    /// @param proposed  partitions as they are typed, or empty for all
    /// @param typed     what must be typed first, or null
    /// @param onConfirm gets what is to be compared
    CheckQuestion(Cluster cluster, String proposed, @Nullable String typed, Consumer<CheckOrder> onConfirm) {
        this.cluster = cluster;
        this.typed = typed;
        this.onConfirm = onConfirm;
        partitions.set(proposed);
        for (var field : List.of(partitions, first, last)) {
            field.addListener((_, _, _) -> describe());
        }
        reference.addListener((_, _, _) -> describe());
        describe();
    }

    private @Nullable CheckOrder describe() {
        ready.set(false);
        command.set("");
        try {
            var order = order();
            command.set(command(order));
            var refusal = GuardRails.check(cluster.snapshot(), order);
            ready.set(refusal == null);
            consequence.set(refusal == null ? consequence(order) : Texts.of(refusal.reason(), refusal.detail()));
            return refusal == null ? order : null;
        } catch (NumberFormatException noList) {
            consequence.set(Texts.of("check.no-partitions", count() - 1));
        } catch (IllegalArgumentException noTransaction) {
            consequence.set(noTransaction.getMessage());
        }
        return null;
    }

    private CheckOrder order() {
        return CheckOrder.of(
                Ranges.parse(partitions.get(), count()),
                reference.get(),
                first.get().isBlank() ? Ids.ZERO : IdText.tid(first.get()),
                last.get().isBlank() ? DataSession.NONE : IdText.tid(last.get()));
    }

    private int count() {
        var view = cluster.snapshot().view();
        return view == null ? 0 : view.partitions();
    }

    private String consequence(CheckOrder order) {
        var copies = cluster.snapshot().view().copies();
        long alone = Arrays.stream(order.partitions())
                .filter(partition -> copies[partition] < 2)
                .count();
        var compared = Texts.of(
                "check.compares",
                order.partitions().length,
                order.references().values().iterator().next() == NodeIds.NONE ? 0 : 1,
                NodeIds.text(reference.get()));
        return alone == 0 ? compared : compared + " " + Texts.of("check.alone", alone);
    }

    private String command(CheckOrder order) {
        var node = reference.get() == NodeIds.NONE ? "" : NodeIds.text(reference.get());
        boolean isAll = order.partitions().length == count();
        if (!isAll && order.partitions().length > MAX_WORDS) {
            return Texts.of("check.long-command");
        }
        var words = isAll
                ? ":" + node
                : Arrays.stream(order.partitions())
                        .mapToObj(partition -> partition + ":" + node)
                        .collect(Collectors.joining(" "));
        boolean hasLast = order.maxTid() != DataSession.NONE;
        var from = order.minTid() != Ids.ZERO || hasLast ? " tid:" + Formats.hex(order.minTid()) : "";
        var to = hasLast ? " tid:" + Formats.hex(order.maxTid()) : "";
        return cluster.source().commandLine("check " + words + from + to);
    }

    public void confirm() {
        var order = describe();
        if (order != null) {
            onConfirm.accept(order);
        }
    }

    /// Nodes whose copy may be taken for right; [NodeIds#NONE] for none of them.
    public List<Integer> references() {
        var storages = cluster.snapshot().view().nodes(NodeType.STORAGE).stream()
                .filter(node -> node.state() == NodeState.RUNNING)
                .map(NodeInfo::nid);
        return Stream.concat(Stream.of(NodeIds.NONE), storages).toList();
    }

    /// A reference in words.
    public static String text(int reference) {
        return reference == NodeIds.NONE ? Texts.of("check.no-reference") : NodeIds.text(reference);
    }

    @Override
    public String title() {
        return Texts.of(AppAction.CHECK);
    }

    /// What must be typed first, or null.
    public @Nullable String typed() {
        return typed;
    }

    /// Like `0–3, 7`; empty for all.
    public StringProperty partitionsProperty() {
        return partitions;
    }

    public ObjectProperty<Integer> referenceProperty() {
        return reference;
    }

    /// The first transaction that is looked at; empty for all.
    public StringProperty firstProperty() {
        return first;
    }

    public StringProperty lastProperty() {
        return last;
    }

    public ReadOnlyStringProperty consequenceProperty() {
        return consequence.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty commandProperty() {
        return command.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }
}
