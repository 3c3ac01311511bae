package io.neoppod.master;

import io.neoppod.cluster.Node;
import io.neoppod.net.HandlerTable;
import io.neoppod.node.HeldRequests;
import java.util.List;

/// What the primary does for clients and storages while the cluster operates: transactions, packs, replication.
///
/// Everything here is forgotten when the cluster stops operating ([#stop]); storages then tell what is true.
final class Service {
    private final TransactionManager transactions = new TransactionManager();
    private final PackManager packs = new PackManager();
    private final StorageReadiness readiness = new StorageReadiness();
    private final HeldRequests held = new HeldRequests();
    private final Commits commits;
    private final PackService packService;
    private final ClientService clientService;
    private final StorageService storageService;
    private int session;

    Service(Master master) {
        commits = new Commits(master, this);
        packService = new PackService(master, packs);
        clientService = new ClientService(master, this);
        storageService = new StorageService(master, this);
    }

    TransactionManager transactions() {
        return transactions;
    }

    PackManager packs() {
        return packs;
    }

    StorageReadiness readiness() {
        return readiness;
    }

    HeldRequests held() {
        return held;
    }

    Commits commits() {
        return commits;
    }

    PackService packService() {
        return packService;
    }

    HandlerTable clientTable(Node client, boolean readOnly) {
        return readOnly ? clientService.readOnlyTable(client) : clientService.table(client);
    }

    HandlerTable storageTable(Node storage) {
        return storageService.table(storage);
    }

    /// Differs each time the cluster operates again, so that late answers are recognized.
    int session() {
        return session;
    }

    /// A storage was told to operate.
    void onStorageStarting(Node storage) {
        readiness.onStarting(storage.nid());
    }

    /// A storage is lost, and the cluster goes on without it. Its cells were published as outdated before, so that
    /// a transaction that completes without it is never missed by a storage that looks up to date.
    void onStorageLost(Node storage) {
        readiness.onLost(storage.nid());
        packService.onStorageLost(storage);
        commits.commit(transactions.onStorageLost(storage.nid()));
        held.retry();
    }

    /// A client is lost: what it did not ask to finish is aborted.
    void onClientLost(Node client) {
        for (var transaction : transactions.onClientLost(client.nid())) {
            commits.aborted(transaction, List.of());
        }
    }

    void stop() {
        session++;
        transactions.forgetPending();
        readiness.clear();
        held.clear();
        commits.clear();
        packService.clear();
    }
}
