package io.neoppod.client;

import io.neoppod.protocol.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Revisions of objects with their validity `[serial, next)`, replaced by the Multi-Queue policy: what is used
/// often climbs to higher queues and what is in the lowest queue leaves first, so that a burst of old revisions
/// does not evict popular current ones. Revisions that lost their data stay for a while in a history that
/// remembers how popular they were.
///
/// Bounds: `maxBytes` of data, [#MAX_HISTORY] entries without data. Not thread-safe: guarded by the lock of its
/// owner.
///
/// Reference: neo/client/cache.py.
final class ObjectCache {
    /// Accesses after which an unused revision goes one queue down.
    private static final int LIFE_TIME = 10_000;

    private static final int MAX_HISTORY = 100_000;

    private final long maxBytes;
    // Never iterated: only looked up by oid.
    private final Map<Long, List<Item>> byOid = new HashMap<>();
    private final List<Queue> queues = new ArrayList<>(List.of(new Queue()));
    private long bytes;
    private long clock;
    private int revisions;
    private int historySize;
    private long loads;
    private long hits;

    ObjectCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// A revision and how long it was current. `next` is [Ids#NONE] while it is.
    static final class Item {
        final long oid;
        final long serial;
        private long next;
        private byte @Nullable [] data;
        private int counter;
        private int level;
        private long expires;
        private @Nullable Item before;
        private @Nullable Item after;

        private Item(long oid, long serial, long next) {
            this.oid = oid;
            this.serial = serial;
            this.next = next;
        }

        long next() {
            return next;
        }

        /// The cached bytes, which must not be modified.
        byte @Nullable [] data() {
            return data;
        }

        private boolean isCurrent() {
            return next == Ids.NONE;
        }
    }

    /// Finds the revision that was current just before a TID, or the current one when `before` is [Ids#NONE].
    @Nullable
    Item load(long oid, long before) {
        loads++;
        var item = find(oid, before);
        if (item == null || item.data == null) {
            return null;
        }
        hits++;
        access(item);
        return item;
    }

    /// Finds the revision that was current at a TID, whether or not it was written by it.
    @Nullable
    Item loadAt(long oid, long at) {
        return load(oid, at + 1);
    }

    /// Remembers a revision.
    ///
    /// @param next transaction that replaced it, or [Ids#NONE] if it is current
    void store(long oid, byte[] data, long serial, long next) {
        if (data.length >= maxBytes) {
            return;
        }
        var items = byOid.computeIfAbsent(oid, key -> new ArrayList<>(1));
        int index = position(items, serial);
        Item item;
        if (index < items.size() && items.get(index).serial == serial) {
            item = items.get(index);
            if (item.data != null) {
                return;
            }
            historySize--;
        } else {
            item = new Item(oid, serial, next);
            if (index > 0 && items.get(index - 1).isCurrent()) {
                items.get(index - 1).next = serial;
            }
            items.add(index, item);
            if (next == Ids.NONE && index > 0) {
                succeed(items.get(index - 1), item);
            }
        }
        item.next = next;
        item.data = data;
        bytes += data.length;
        revisions++;
        access(item);
        evict();
    }

    /// What is popular is the object: its new revision goes on from there, and the former one starts anew.
    private void succeed(Item former, Item current) {
        current.counter = former.counter;
        former.counter = 0;
        if (former.data == null) {
            drop(former);
        } else if (former.level > 1) {
            access(former);
        }
    }

    /// The current revision of an object ends with a transaction.
    void invalidate(long oid, long tid) {
        var items = byOid.get(oid);
        if (items != null && items.getLast().isCurrent()) {
            items.getLast().next = tid;
        }
    }

    /// Drops every revision that is supposed to be current: invalidations may have been missed.
    void clearCurrent() {
        for (var queue : queues) {
            for (var item = queue.head; item != null; ) {
                var following = item.after;
                if (item.isCurrent()) {
                    drop(item);
                }
                item = following;
            }
        }
    }

    /// Drops everything.
    void clear() {
        byOid.clear();
        queues.forEach(queue -> queue.head = queue.tail = null);
        bytes = 0;
        revisions = 0;
        historySize = 0;
    }

    CacheStatistics statistics() {
        return new CacheStatistics(loads, hits, revisions, bytes);
    }

    private @Nullable Item find(long oid, long before) {
        var items = byOid.get(oid);
        if (items == null) {
            return null;
        }
        if (before == Ids.NONE) {
            var last = items.getLast();
            return last.isCurrent() ? last : null;
        }
        int index = position(items, before) - 1;
        if (index < 0) {
            return null;
        }
        var item = items.get(index);
        return item.isCurrent() || Long.compareUnsigned(item.next, before) >= 0 ? item : null;
    }

    /// Index of the first revision that is not older than a TID.
    private static int position(List<Item> items, long tid) {
        int index = items.size();
        while (index > 0 && Long.compareUnsigned(items.get(index - 1).serial, tid) >= 0) {
            index--;
        }
        return index;
    }

    private void access(Item item) {
        unlink(item);
        item.counter++;
        item.level = 1 + (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(item.counter));
        item.expires = clock + LIFE_TIME;
        append(item);
        clock++;
        demoteOne();
    }

    /// One queue head that was not used for long goes one level down.
    private void demoteOne() {
        for (int level = 1; level < queues.size(); level++) {
            var head = queues.get(level).head;
            if (head != null && head.expires < clock) {
                unlink(head);
                head.level = level - 1;
                head.expires = clock + LIFE_TIME;
                if (head.level == 0) {
                    forgetData(head);
                } else {
                    append(head);
                }
                return;
            }
        }
    }

    private void evict() {
        for (int level = 1; bytes > maxBytes && level < queues.size(); ) {
            var head = queues.get(level).head;
            if (head == null) {
                level++;
            } else {
                unlink(head);
                forgetData(head);
            }
        }
    }

    /// Keeps a revision without its data, unless nobody asked for it since it ended; the oldest of the history leaves
    /// when there are too many.
    private void forgetData(Item item) {
        assert item.data != null;
        if (item.counter == 0) {
            drop(item);
            return;
        }
        bytes -= item.data.length;
        revisions--;
        item.data = null;
        item.level = 0;
        append(item);
        if (++historySize > MAX_HISTORY) {
            var oldest = queues.getFirst().head;
            assert oldest != null;
            drop(oldest);
        }
    }

    private void drop(Item item) {
        unlink(item);
        if (item.data == null) {
            historySize--;
        } else {
            bytes -= item.data.length;
            revisions--;
        }
        var items = byOid.get(item.oid);
        items.remove(item);
        if (items.isEmpty()) {
            byOid.remove(item.oid);
        }
    }

    private void append(Item item) {
        while (queues.size() <= item.level) {
            queues.add(new Queue());
        }
        queues.get(item.level).append(item);
    }

    private void unlink(Item item) {
        queues.get(item.level).unlink(item);
    }

    /// A doubly linked list, oldest first.
    private static final class Queue {
        private @Nullable Item head;
        private @Nullable Item tail;

        void append(Item item) {
            item.before = tail;
            item.after = null;
            if (tail == null) {
                head = item;
            } else {
                tail.after = item;
            }
            tail = item;
        }

        /// No effect for an item that is in no queue.
        void unlink(Item item) {
            if (item.before != null) {
                item.before.after = item.after;
            } else if (head == item) {
                head = item.after;
            }
            if (item.after != null) {
                item.after.before = item.before;
            } else if (tail == item) {
                tail = item.before;
            }
            item.before = null;
            item.after = null;
        }
    }
}
