package io.neoppod.storage;

import io.neoppod.net.Connection;
import io.neoppod.net.Exchange;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Reply;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackOrder;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.storage.database.GroupCommit.WriteJob;
import io.neoppod.storage.database.OrphanSearch;
import io.neoppod.storage.database.OwnCell;
import io.neoppod.storage.database.WriteSession;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps pack orders and their signatures, and carries out approved orders, one after the other in the order of their
/// ids.
///
/// The cells that are furthest behind are packed first, all by the same order: the first approved one after what they
/// have done, which the master tells. Cells that are not UP_TO_DATE wait, and those that others replicate from here:
/// a deletion that is packed while they do would not reach them.
///
/// Reference: neo/storage/app.py (maybePack), neo/storage/handlers/__init__.py.
final class Packing {
    /// Objects looked at between two pauses.
    static final int SLICE_OBJECTS = 500;

    /// When to look again at partitions that others replicate from here.
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);

    private final Host host;
    private final Set<Long> unmatchedApproved = new TreeSet<>();
    private final Set<Long> unmatchedRejected = new TreeSet<>();

    private @Nullable Run run;
    private @Nullable Boolean repair;
    private long completedId = Ids.NONE;

    /// What exists only during a period of operation.
    private static final class Run {
        final Connection master;
        final SlicedWork work;
        final Replicator replicator;
        final Feeder feeder;
        boolean busy;
        boolean again;

        Run(Connection master, SlicedWork work, Replicator replicator, Feeder feeder) {
            this.master = master;
            this.work = work;
            this.replicator = replicator;
            this.feeder = feeder;
        }
    }

    Packing(Host host) {
        this.host = host;
    }

    HandlerTable table() {
        return new HandlerTable("Packing")
                .on(AskPackOrders.class, this::orders)
                .onNotification(NotifyPackSigned.class, this::signed);
    }

    private void orders(Exchange<AnswerPackOrders> exchange, AskPackOrders request) {
        long from = request.packId() == Ids.NONE ? Ids.ZERO : request.packId();
        host.store.visible(
                session -> session.packOrders(from), orders -> exchange.answer(new AnswerPackOrders(orders)));
    }

    private void signed(Connection master, NotifyPackSigned packet) {
        if (!host.options.disablePack()) {
            sign(packet.approved(), packet.rejected());
        }
        long last = Arrays.stream(packet.approved()).max().orElse(Ids.ZERO);
        if (last > host.lastPackId) {
            host.lastPackId = last;
            maybePack();
        }
    }

    private void sign(long[] approved, long[] rejected) {
        host.store.durable(session -> session.signPackOrders(approved, rejected), signatures -> {
            // Replication may bring these orders later.
            keep(unmatchedApproved, signatures.approved());
            keep(unmatchedRejected, signatures.rejected());
        });
    }

    private void keep(Set<Long> unmatched, long[] ids) {
        for (long id : ids) {
            if (host.ownCell(Ids.partition(id, host.table.partitions())) != null) {
                unmatched.add(id);
            }
        }
    }

    /// Cells were replicated: orders that came with them may have been signed meanwhile.
    void onReplicated() {
        if (!unmatchedApproved.isEmpty() || !unmatchedRejected.isEmpty()) {
            long[] approved = toArray(unmatchedApproved);
            long[] rejected = toArray(unmatchedRejected);
            unmatchedApproved.clear();
            unmatchedRejected.clear();
            sign(approved, rejected);
        }
        maybePack();
    }

    private static long[] toArray(Set<Long> ids) {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    // --- life

    /// What was told to the master when it asked for the last ids.
    void setCompleted(long packId) {
        completedId = packId;
    }

    void start(Connection master, SlicedWork work, Replicator replicator, Feeder feeder) {
        run = new Run(master, work, replicator, feeder);
        if (repair != null) {
            repair(repair);
        }
        maybePack();
    }

    void stop() {
        run = null;
        unmatchedApproved.clear();
        unmatchedRejected.clear();
    }

    // --- packing

    /// Looks whether there is something to pack or to tell the master. To be called whenever that may have changed.
    void maybePack() {
        var current = run;
        if (current == null) {
            return;
        }
        if (current.busy) {
            current.again = true;
            return;
        }
        current.busy = true;
        current.again = false;
        host.store.visible(WriteSession::ownCells, cells -> {
            if (current == run) {
                tellCompleted(current, cells);
                plan(current, cells);
            }
        });
    }

    private void tellCompleted(Run current, List<OwnCell> cells) {
        long completed = host.options.disablePack()
                ? host.lastPackId
                : cells.stream().mapToLong(OwnCell::pack).min().orElse(Ids.NONE);
        if (completed != Ids.NONE && completed != completedId) {
            completedId = completed;
            current.master.send(new NotifyPackCompleted(completed));
        }
    }

    private void plan(Run current, List<OwnCell> cells) {
        var upToDate = cells.stream()
                .filter(cell -> cell.state() == CellState.UP_TO_DATE)
                .toList();
        long done = upToDate.stream().mapToLong(OwnCell::pack).min().orElse(Ids.MAX_TID);
        if (host.options.disablePack() || done >= host.lastPackId) {
            idle(current);
            return;
        }
        var behind = upToDate.stream()
                .filter(cell -> cell.pack() == done)
                .map(OwnCell::partition)
                .filter(partition -> !current.feeder.isFeeding(partition))
                .toList();
        if (behind.isEmpty()) {
            host.runtime.loop().schedule(RETRY_NS, this::maybePack);
            idle(current);
            return;
        }
        current.master.ask(new AskPackOrders(done + 1), reply -> {
            if (current != run) {
                return;
            }
            if (reply instanceof Reply.Answered<AnswerPackOrders>(var answer)
                    && !answer.orders().isEmpty()) {
                host.runtime.workBehindAnswers();
                pack(current, answer.orders().getFirst(), new ArrayDeque<>(behind));
            } else {
                idle(current);
            }
        });
    }

    private void idle(Run current) {
        current.busy = false;
        if (current.again) {
            maybePack();
        }
    }

    /// Packs the remaining partitions one by one.
    private void pack(Run current, PackOrder order, Deque<Integer> remaining) {
        var partition = remaining.poll();
        if (partition == null) {
            idle(current);
            return;
        }
        host.log.info("pack {} @{}: partition {}...", Ids.hex(order.packId()), Ids.hex(order.packTid()), partition);
        current.work.add(
                slices(order, partition),
                () -> host.ownCell(partition) == CellState.UP_TO_DATE
                        && current.replicator.isReplicatedBeyond(partition, order.packId())
                        && !current.feeder.isFeeding(partition),
                completed -> {
                    if (completed) {
                        onPacked(current, order, partition);
                    }
                    current.again |= current.feeder.isFeeding(partition);
                    pack(current, order, remaining);
                });
    }

    private void onPacked(Run current, PackOrder order, int partition) {
        // There may be another order for it.
        current.again = true;
        host.store.durable(
                session -> {
                    session.setPacked(partition, order.packId());
                    return order;
                },
                done -> {});
    }

    private WriteJob<Boolean> slices(PackOrder order, int partition) {
        long[] oids = order.oids();
        if (oids != null) {
            var next = new int[1];
            return session -> {
                int end = Math.min(next[0] + SLICE_OBJECTS, oids.length);
                if (session.packObjects(partition, Arrays.copyOfRange(oids, next[0], end), order.packTid()) == 0) {
                    next[0] = end;
                }
                return next[0] < oids.length;
            };
        }
        var ahead = new PackAhead(host, partition, order.packTid());
        ahead.read();
        return ahead::packSlice;
    }

    // --- orphans

    /// Deletes data that nothing refers to, or only counts them; at once, or when operation starts.
    void repair(boolean dryRun) {
        var current = run;
        if (current == null) {
            repair = dryRun;
            return;
        }
        repair = null;
        var search = new OrphanSearch[1];
        var found = new int[1];
        var deleted = new int[1];
        WriteJob<Boolean> slice = session -> {
            if (search[0] == null) {
                search[0] = session.searchOrphans();
            }
            var piece = search[0].next(!dryRun);
            found[0] += piece.dataIds().length;
            deleted[0] += piece.deleted();
            return !piece.isLast();
        };
        host.log.info("searching for orphan records...");
        current.work.add(slice, () -> true, completed -> {
            host.log.info("found {} records that may be orphan", found[0]);
            if (!dryRun) {
                host.log.info("deleted {} orphan records", deleted[0]);
            }
        });
    }
}
