package io.neoppod.gui.facade;

import io.neoppod.gui.facade.Commits.Detail;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.facade.Commits.Page;
import io.neoppod.gui.facade.Objects.Entries;
import io.neoppod.gui.facade.Objects.Revision;
import io.neoppod.gui.facade.Objects.Stored;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What is in the database of a cluster, read through a read-only client of it.
///
/// The client is there while somebody wants it and the cluster serves clients: it goes when the cluster leaves that
/// state and comes back with it. Questions asked meanwhile fail with [RefusedException]; so do those about ids that
/// are none, and about the past while a storage is importing, because nodes of the reference end of them. Any thread
/// may call; nothing waits.
public interface DataSession {
    /// What has no end: no bound of a search, the present.
    long NONE = io.neoppod.protocol.Ids.NONE;

    DataStatus status();

    /// Wants the client from now on.
    void want();

    /// Ends the client for a moment, so that the cluster can become a backup, which it does not with a client. It comes
    /// back by itself. Completes when it is gone.
    CompletableFuture<Void> pause();

    /// What was committed since the client connected.
    CommitFeed.Counts commits();

    /// Transactions that satisfy a filter, the last one first.
    ///
    /// @param from  first one to look at, or [#NONE] for the last
    /// @param count how many to return at most
    /// @param scan  how many to look at, at most
    CompletableFuture<Page> transactions(long from, Filter filter, int count, int scan);

    /// A transaction and what it wrote.
    ///
    /// @param first how many objects to skip
    /// @param count how many to tell at most
    CompletableFuture<Detail> transaction(long tid, int first, int count);

    /// Revisions of an object, the last one first; empty when it never existed.
    CompletableFuture<List<Revision>> history(long oid, int count);

    /// An object as it was just after a transaction.
    ///
    /// @param at [#NONE] for now
    CompletableFuture<Stored> object(long oid, long at);

    /// Entries of a tree, from one of its nodes on.
    ///
    /// @param oid   the tree, or one of its leaves
    /// @param at    as for [#object]
    /// @param count about how many
    CompletableFuture<Entries> entries(long oid, long at, int count);
}
