package io.neoppod.master;

import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackInfo;
import io.neoppod.protocol.PackOrder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Pack orders that storages have not all completed. An order is known by the TID of the transaction that carries it.
///
/// | Order | Event | Then |
/// |---|---|---|
/// | – | its transaction is prepared | approved, or unsigned while another one is |
/// | any | each readable storage has completed it or a later one | forgotten |
/// | forgotten | a storage that was away asks for it | read from the other storages again |
///
/// Bound: one entry per order not yet completed. Everything but what storages have completed is forgotten when the
/// cluster stops operating. Reference: neo/master/pack.py.
final class PackManager {
    private final NavigableMap<Long, PackOrder> orders = new TreeMap<>();
    private final Map<Integer, Long> completedByNid = new LinkedHashMap<>();
    private long maxCompleted = Ids.NONE;

    /// What storages are told to do and not to do; either list may be empty.
    record Signed(long[] approved, long[] rejected) {
        boolean isEmpty() {
            return approved.length == 0 && rejected.length == 0;
        }
    }

    /// Forgets all orders.
    void clear() {
        orders.clear();
        maxCompleted = Ids.NONE;
    }

    /// A new order, signed at once unless another one waits for its signature.
    void order(long packId, PackInfo pack) {
        boolean waits = orders.values().stream().anyMatch(order -> order.approved() == null);
        var oids = pack.oids();
        boolean partial = oids != null && oids.length > 0;
        orders.put(packId, new PackOrder(packId, waits ? null : true, partial, oids, pack.tid()));
    }

    boolean isKnown(long packId) {
        return orders.containsKey(packId);
    }

    boolean isApproved(long packId) {
        var order = orders.get(packId);
        return order != null && Boolean.TRUE.equals(order.approved());
    }

    /// Signed orders from an id on. Those that are forgotten are told by the last of them.
    Signed signedFrom(long min) {
        var later = orders.tailMap(min, true).values();
        boolean tellCompleted = maxCompleted != Ids.NONE && maxCompleted >= min;
        var approved = ids(later, true);
        if (tellCompleted) {
            var all = new long[approved.length + 1];
            all[0] = maxCompleted;
            System.arraycopy(approved, 0, all, 1, approved.length);
            approved = all;
        }
        return new Signed(approved, ids(later, false));
    }

    private static long[] ids(Collection<PackOrder> orders, boolean approved) {
        return orders.stream()
                .filter(order -> Boolean.valueOf(approved).equals(order.approved()))
                .mapToLong(PackOrder::packId)
                .toArray();
    }

    /// Orders read from storages. A known one only gets its signature.
    void add(List<PackOrder> found) {
        for (var order : found) {
            var known = orders.get(order.packId());
            if (known == null || known.approved() == null) {
                orders.put(order.packId(), order);
            }
            if (known == null && maxCompleted != Ids.NONE && maxCompleted > order.packId()) {
                maxCompleted = order.packId() - 1;
            }
        }
    }

    /// Whether orders from this id on were forgotten, so that storages must be asked.
    boolean isForgotten(long packId) {
        return maxCompleted != Ids.NONE && maxCompleted >= packId;
    }

    /// Storages gave all orders from this id on.
    void remember(long packId, List<PackOrder> found) {
        maxCompleted = packId - 1;
        add(found);
    }

    /// All orders from an id on, ascending.
    List<PackOrder> from(long min) {
        return List.copyOf(orders.tailMap(min, true).values());
    }

    /// The next order that a storage has to execute: none, or one approved order.
    List<PackOrder> nextFrom(long min) {
        return orders.tailMap(min, true).values().stream()
                .filter(order -> Boolean.TRUE.equals(order.approved()))
                .limit(1)
                .toList();
    }

    /// Whether history after this TID may already be packed, so that cutting there would leave a mix.
    boolean hasApprovedAfter(long tid) {
        return maxCompleted != Ids.NONE && maxCompleted > tid
                || orders.tailMap(tid, false).values().stream()
                        .anyMatch(order -> Boolean.TRUE.equals(order.approved()));
    }

    void onCompleted(int nid, long packId) {
        completedByNid.put(nid, packId);
    }

    void onStorageLost(int nid) {
        completedByNid.remove(nid);
    }

    /// The smallest id to ask storages for, when nothing is known.
    ///
    /// @param readable storages that have a readable cell
    long firstToRead(Collection<Integer> readable) {
        long completed = completedByAll(readable);
        return completed == Ids.NONE ? Ids.ZERO : completed + 1;
    }

    /// Forgets the orders that storages have completed.
    ///
    /// @param readable storages that have a readable cell; those that never told anything are not waited for
    /// @return whether there were such orders
    boolean forgetCompleted(Collection<Integer> readable) {
        long completed = completedByAll(readable);
        if (completed == Ids.NONE) {
            return false;
        }
        var done = orders.headMap(completed, true);
        if (done.isEmpty()) {
            return false;
        }
        maxCompleted = Math.max(maxCompleted, done.lastKey());
        done.clear();
        return true;
    }

    private long completedByAll(Collection<Integer> readable) {
        return readable.stream()
                .filter(completedByNid::containsKey)
                .mapToLong(completedByNid::get)
                .min()
                .orElse(Ids.NONE);
    }
}
