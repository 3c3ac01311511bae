package io.neoppod.master;

import io.neoppod.cluster.Cell;
import io.neoppod.cluster.Node;
import io.neoppod.net.HandlerTable;
import io.neoppod.net.Reply;
import io.neoppod.protocol.ClusterState;
import io.neoppod.protocol.Ids;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.Packet;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.Request;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/// Settles what was being committed when the cluster stopped, lets storages truncate, and learns the last ids.
///
/// ```
/// AskLockedTransactions  readable storages        not for a backup
/// AskFinalTID            one storage at a time    for transactions that nobody reports as locked
/// ValidateTransaction    those that voted
/// AskLastIDs             all storages             they truncate now if they have to
/// AskPackOrders          readable storages
/// ```
///
/// Reference: neo/master/verification.py.
final class Verifying implements MasterPhase {
    private final Master master;
    private final boolean isBackup;
    private final Verification verification = new Verification();
    private final Set<Node> waiting = new LinkedHashSet<>();
    private Runnable next = () -> {};

    Verifying(Master master, boolean isBackup) {
        this.master = master;
        this.isBackup = isBackup;
    }

    @Override
    public ClusterState wire() {
        return ClusterState.VERIFYING;
    }

    @Override
    public void begin() {
        master.members().storages().forEach(master::giveTable);
        if (isBackup) {
            askLastIds();
        } else {
            askAll(
                    readableStorages(),
                    new AskLockedTransactions(),
                    (storage, answer) -> verification.onLockedTransactions(storage.nid(), answer.tidsByTtid()),
                    this::askNextFinalTid);
        }
    }

    @Override
    public HandlerTable storageTable(Node storage) {
        return master.peerTable("VerificationHandler", storage)
                .onNotification(
                        NotifyPackCompleted.class,
                        (connection, packet) -> master.service().packs().onCompleted(storage.nid(), packet.packId()));
    }

    @Override
    public void onStorageIdentified(Node storage) {
        master.giveTable(storage);
    }

    @Override
    public void onStorageLost(Node storage) {
        master.service().packs().onStorageLost(storage.nid());
        if (master.loseStorage(storage)) {
            proceedWithout(storage);
        }
    }

    private List<Node> readableStorages() {
        return master.table().nodesWith(Cell::isReadable).stream()
                .filter(Node::isIdentified)
                .toList();
    }

    private void askNextFinalTid() {
        var question = verification.nextQuestion(this::holders);
        if (question == null) {
            validate();
            askLastIds();
            return;
        }
        askAll(
                List.of(master.members().registry().byNid(question.nid())),
                new AskFinalTID(question.ttid()),
                (storage, answer) -> verification.onFinalTid(question.ttid(), answer.tid()),
                this::askNextFinalTid);
    }

    private List<Integer> holders(long ttid) {
        return master.table().readableCells(master.table().partition(ttid)).stream()
                .map(Cell::node)
                .filter(Node::isIdentified)
                .map(Node::nid)
                .toList();
    }

    private void validate() {
        for (var commit : verification.commits()) {
            master.log().info("transaction {} was finished as {}", Ids.hex(commit.ttid()), Ids.hex(commit.tid()));
            for (int nid : commit.voters()) {
                var storage = master.members().registry().byNid(nid);
                if (storage != null) {
                    Members.send(storage, new ValidateTransaction(commit.ttid(), commit.tid()));
                }
            }
        }
    }

    private void askLastIds() {
        askAll(
                master.members().storages(),
                new AskLastIDs(),
                (storage, answer) -> verification.onLastIds(answer),
                this::askPackOrders);
    }

    private void askPackOrders() {
        master.setTruncateTid(Ids.NONE);
        var transactions = master.service().transactions();
        transactions.reset(verification.lastTid(), verification.lastOid(), verification.firstTid());
        transactions.avoid(verification.lastTtid());
        var packs = master.service().packs();
        var storages = readableStorages();
        long first = packs.firstToRead(storages.stream().map(Node::nid).toList());
        askAll(
                storages,
                new AskPackOrders(first),
                (storage, answer) -> packs.add(answer.orders()),
                () -> master.operate(isBackup));
    }

    /// Asks storages and goes on once each one answered or is lost.
    private <A extends Packet> void askAll(
            Collection<Node> storages, Request<A> request, BiConsumer<Node, A> onAnswer, Runnable then) {
        waiting.addAll(storages);
        next = then;
        for (var storage : storages) {
            storage.connection().ask(request, reply -> {
                if (master.phase() != this) {
                    return;
                }
                switch (reply) {
                    case Reply.Answered<A>(var answer) -> {
                        onAnswer.accept(storage, answer);
                        proceedWithout(storage);
                    }
                    case Reply.Refused<A>(var code, var message) -> {
                        master.log().error("{} cannot be verified: {}", storage, message);
                        storage.connection().abort();
                    }
                    // What the loss means must be known before going on: see onStorageLost.
                    case Reply.Lost<A>(var reason) -> {}
                }
            });
        }
        if (waiting.isEmpty()) {
            then.run();
        }
    }

    private void proceedWithout(Node storage) {
        if (waiting.remove(storage) && waiting.isEmpty()) {
            next.run();
        }
    }
}
