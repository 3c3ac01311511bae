package io.neoppod.gui.view;

import io.neoppod.gui.facade.CommitFeed;
import io.neoppod.gui.facade.Commits;
import io.neoppod.gui.facade.Commits.Change;
import io.neoppod.gui.facade.Commits.Detail;
import io.neoppod.gui.facade.Commits.Fate;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Page;
import io.neoppod.gui.facade.Commits.Summary;
import io.neoppod.gui.facade.DataSession;
import io.neoppod.gui.facade.DataStatus;
import io.neoppod.gui.facade.Objects.Entries;
import io.neoppod.gui.facade.Objects.Revision;
import io.neoppod.gui.facade.Objects.Stored;
import io.neoppod.pickle.PickleException;
import io.neoppod.pickle.References;
import io.neoppod.pickle.ZodbRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/// A database of transactions that follow each other in seconds; each wrote object 42 and some others.
public class FakeData implements DataSession {
    private static final long FIRST = 0x3f0000000000000L;
    private static final long STEP = 71_582_788L;

    private DataStatus.State state;
    private final List<Summary> commits = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    public FakeData(DataStatus.State state) {
        this.state = state;
    }

    /// With so many transactions.
    public static FakeData of(int transactions) {
        var data = new FakeData(DataStatus.State.READY);
        for (int i = 0; i < transactions; i++) {
            data.commit();
        }
        return data;
    }

    /// Whether questions are answered changes.
    public void become(DataStatus.State now) {
        state = now;
    }

    /// One more transaction.
    public void commit() {
        int number = commits.size();
        commits.add(new Summary(
                FIRST + STEP * number,
                number % 3 == 0 ? "" : "admin",
                number % 7 == 0 ? "/erp5/portal/person_module/" + number + "/edit: a long description" : "edit",
                1 + number % 5,
                false));
    }

    public long tid(int number) {
        return commits.get(number).tid();
    }

    /// Questions, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public DataStatus status() {
        return new DataStatus(state, state == DataStatus.State.FAILED ? "no answer from the cluster" : "");
    }

    @Override
    public void want() {
        asked.add("want");
    }

    @Override
    public CompletableFuture<Void> pause() {
        asked.add("pause");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CommitFeed.Counts commits() {
        long last = commits.isEmpty() ? NONE : commits.getLast().tid();
        return new CommitFeed.Counts(commits.size(), 3L * commits.size(), last, 0, new long[0]);
    }

    @Override
    public CompletableFuture<Page> transactions(long from, Filter filter, int count, int scan) {
        asked.add("transactions " + count);
        var rows = new ArrayList<Summary>();
        int scanned = 0;
        long next = NONE;
        for (var commit : commits.reversed()) {
            if (from != NONE && commit.tid() > from) {
                continue;
            }
            if (rows.size() == count || scanned == scan) {
                next = commit.tid();
                break;
            }
            scanned++;
            if (commit.user().contains(filter.user()) && commit.description().contains(filter.description())) {
                rows.add(commit);
            }
        }
        return CompletableFuture.completedFuture(new Page(rows, scanned, next));
    }

    @Override
    public CompletableFuture<Detail> transaction(long tid, int first, int count) {
        asked.add("transaction " + Long.toHexString(tid));
        var summary = commits.stream()
                .filter(commit -> commit.tid() == tid)
                .findFirst()
                .orElseThrow();
        var changes = LongStream.range(first, Math.min(summary.objects(), first + count))
                .mapToObj(i -> new Change(
                        42 + i,
                        i % 2 == 0 ? "persistent.mapping.PersistentMapping" : "BTrees.OOBTree.OOBucket",
                        400 + (int) i * 7919,
                        Commits.Fate.values()[(int) i % Fate.values().length],
                        tid + STEP,
                        i == 1 ? NONE : tid - STEP,
                        i == 0 ? List.of(".title", ".modified") : List.of()))
                .toList();
        return CompletableFuture.completedFuture(new Detail(summary, null, "", first, changes));
    }

    @Override
    public CompletableFuture<List<Revision>> history(long oid, int count) {
        asked.add("history " + oid);
        return CompletableFuture.completedFuture(commits.reversed().stream()
                .limit(20)
                .map(commit -> new Revision(commit.tid(), 400, commit.user(), commit.description()))
                .toList());
    }

    /// The record of Python's `{'title': …, 'number': …, 'next': <object 43>, …}`.
    @Override
    public CompletableFuture<Stored> object(long oid, long at) {
        asked.add("object " + oid);
        long tid = at == NONE ? commits.getLast().tid() : at;
        var data = ("cpersistent.mapping\nPersistentMapping\n.(dVdata\n(dVtitle\nVrevision " + tid
                        + "\nsVnumber\nI42\nsVnext\n(U\b\0\0\0\0\0\0\0+cmy.app\nPerson\ntQsVtags\n(lVa\naVb\nas"
                        + "Vborn\ncdatetime\ndate\n(U\4\7\u00b2\1\1tRss.")
                .getBytes(StandardCharsets.ISO_8859_1);
        try {
            var record = ZodbRecord.decode(data);
            return CompletableFuture.completedFuture(new Stored(
                    oid,
                    tid,
                    tid == commits.getLast().tid() ? NONE : tid + STEP,
                    record.className(),
                    data,
                    record,
                    "",
                    null,
                    References.scan(data).all()));
        } catch (PickleException wrong) {
            return CompletableFuture.failedFuture(wrong);
        }
    }

    @Override
    public CompletableFuture<Entries> entries(long oid, long at, int count) {
        return CompletableFuture.completedFuture(new Entries(true, List.of(), NONE, ""));
    }
}
