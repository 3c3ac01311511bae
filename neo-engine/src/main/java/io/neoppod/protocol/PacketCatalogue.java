package io.neoppod.protocol;

import io.neoppod.protocol.AdminPacket.AddPendingNodes;
import io.neoppod.protocol.AdminPacket.AnswerClusterState;
import io.neoppod.protocol.AdminPacket.AnswerMonitorInformation;
import io.neoppod.protocol.AdminPacket.AnswerNodeList;
import io.neoppod.protocol.AdminPacket.AnswerPartitionList;
import io.neoppod.protocol.AdminPacket.AnswerPrimary;
import io.neoppod.protocol.AdminPacket.AnswerTweakPartitionTable;
import io.neoppod.protocol.AdminPacket.AskClusterState;
import io.neoppod.protocol.AdminPacket.AskMonitorInformation;
import io.neoppod.protocol.AdminPacket.AskNodeList;
import io.neoppod.protocol.AdminPacket.AskPartitionList;
import io.neoppod.protocol.AdminPacket.AskPrimary;
import io.neoppod.protocol.AdminPacket.NotifyMonitorInformation;
import io.neoppod.protocol.AdminPacket.NotifyRepair;
import io.neoppod.protocol.AdminPacket.NotifyUpstreamAdmin;
import io.neoppod.protocol.AdminPacket.Repair;
import io.neoppod.protocol.AdminPacket.SetClusterState;
import io.neoppod.protocol.AdminPacket.SetNodeState;
import io.neoppod.protocol.AdminPacket.SetNumReplicas;
import io.neoppod.protocol.AdminPacket.TweakPartitionTable;
import io.neoppod.protocol.ClusterPacket.NotifyClusterInformation;
import io.neoppod.protocol.ClusterPacket.NotifyNodeInformation;
import io.neoppod.protocol.ClusterPacket.NotifyPartitionChanges;
import io.neoppod.protocol.ClusterPacket.NotifyReady;
import io.neoppod.protocol.ClusterPacket.SendPartitionTable;
import io.neoppod.protocol.ClusterPacket.StartOperation;
import io.neoppod.protocol.ClusterPacket.StopOperation;
import io.neoppod.protocol.CommitPacket.AnswerInformationLocked;
import io.neoppod.protocol.CommitPacket.AnswerUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.AskLockInformation;
import io.neoppod.protocol.CommitPacket.AskUnfinishedTransactions;
import io.neoppod.protocol.CommitPacket.NotifyTransactionFinished;
import io.neoppod.protocol.CommitPacket.NotifyUnlockInformation;
import io.neoppod.protocol.ConnectionPacket.AcceptIdentification;
import io.neoppod.protocol.ConnectionPacket.CloseClient;
import io.neoppod.protocol.ConnectionPacket.ErrorPacket;
import io.neoppod.protocol.ConnectionPacket.FlushLog;
import io.neoppod.protocol.ConnectionPacket.NotPrimaryMaster;
import io.neoppod.protocol.ConnectionPacket.Ping;
import io.neoppod.protocol.ConnectionPacket.Pong;
import io.neoppod.protocol.ConnectionPacket.RequestIdentification;
import io.neoppod.protocol.PackPacket.AnswerPackOrders;
import io.neoppod.protocol.PackPacket.AskPackOrders;
import io.neoppod.protocol.PackPacket.NotifyPackCompleted;
import io.neoppod.protocol.PackPacket.NotifyPackSigned;
import io.neoppod.protocol.PackPacket.WaitForPack;
import io.neoppod.protocol.PackPacket.WaitedForPack;
import io.neoppod.protocol.ReadPacket.AnswerOIDsFrom;
import io.neoppod.protocol.ReadPacket.AnswerObject;
import io.neoppod.protocol.ReadPacket.AnswerObjectHistory;
import io.neoppod.protocol.ReadPacket.AnswerObjectUndoSerial;
import io.neoppod.protocol.ReadPacket.AnswerTIDs;
import io.neoppod.protocol.ReadPacket.AnswerTIDsFrom;
import io.neoppod.protocol.ReadPacket.AnswerTransactionInformation;
import io.neoppod.protocol.ReadPacket.AskOIDsFrom;
import io.neoppod.protocol.ReadPacket.AskObject;
import io.neoppod.protocol.ReadPacket.AskObjectHistory;
import io.neoppod.protocol.ReadPacket.AskObjectUndoSerial;
import io.neoppod.protocol.ReadPacket.AskTIDs;
import io.neoppod.protocol.ReadPacket.AskTIDsFrom;
import io.neoppod.protocol.ReadPacket.AskTransactionInformation;
import io.neoppod.protocol.RecoveryPacket.AnswerFinalTID;
import io.neoppod.protocol.RecoveryPacket.AnswerLastIDs;
import io.neoppod.protocol.RecoveryPacket.AnswerLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AnswerPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AnswerRecovery;
import io.neoppod.protocol.RecoveryPacket.AskFinalTID;
import io.neoppod.protocol.RecoveryPacket.AskLastIDs;
import io.neoppod.protocol.RecoveryPacket.AskLockedTransactions;
import io.neoppod.protocol.RecoveryPacket.AskPartitionTable;
import io.neoppod.protocol.RecoveryPacket.AskRecovery;
import io.neoppod.protocol.RecoveryPacket.Truncate;
import io.neoppod.protocol.RecoveryPacket.ValidateTransaction;
import io.neoppod.protocol.ReplicationPacket.AddObject;
import io.neoppod.protocol.ReplicationPacket.AddTransaction;
import io.neoppod.protocol.ReplicationPacket.AnswerCheckSerialRange;
import io.neoppod.protocol.ReplicationPacket.AnswerCheckTIDRange;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchObjects;
import io.neoppod.protocol.ReplicationPacket.AnswerFetchTransactions;
import io.neoppod.protocol.ReplicationPacket.AskCheckSerialRange;
import io.neoppod.protocol.ReplicationPacket.AskCheckTIDRange;
import io.neoppod.protocol.ReplicationPacket.AskFetchObjects;
import io.neoppod.protocol.ReplicationPacket.AskFetchTransactions;
import io.neoppod.protocol.ReplicationPacket.CheckPartition;
import io.neoppod.protocol.ReplicationPacket.CheckReplicas;
import io.neoppod.protocol.ReplicationPacket.NotifyPartitionCorrupted;
import io.neoppod.protocol.ReplicationPacket.NotifyReplicationDone;
import io.neoppod.protocol.ReplicationPacket.Replicate;
import io.neoppod.protocol.StorePacket.AnswerCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AnswerRelockObject;
import io.neoppod.protocol.StorePacket.AnswerStoreObject;
import io.neoppod.protocol.StorePacket.AnswerStoreTransaction;
import io.neoppod.protocol.StorePacket.AnswerVoteTransaction;
import io.neoppod.protocol.StorePacket.AskCheckCurrentSerial;
import io.neoppod.protocol.StorePacket.AskRelockObject;
import io.neoppod.protocol.StorePacket.AskStoreObject;
import io.neoppod.protocol.StorePacket.AskStoreTransaction;
import io.neoppod.protocol.StorePacket.AskVoteTransaction;
import io.neoppod.protocol.StorePacket.NotifyDeadlock;
import io.neoppod.protocol.TransactionPacket.AbortTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerLastTransaction;
import io.neoppod.protocol.TransactionPacket.AnswerNewOIDs;
import io.neoppod.protocol.TransactionPacket.AnswerTransactionFinished;
import io.neoppod.protocol.TransactionPacket.AskBeginTransaction;
import io.neoppod.protocol.TransactionPacket.AskFinishTransaction;
import io.neoppod.protocol.TransactionPacket.AskLastTransaction;
import io.neoppod.protocol.TransactionPacket.AskNewOIDs;
import io.neoppod.protocol.TransactionPacket.FailedVote;
import io.neoppod.protocol.TransactionPacket.InvalidateObjects;
import io.neoppod.protocol.TransactionPacket.InvalidatePartitions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every packet of the protocol: its code, its class and how it is treated. The order is that of the codes.
///
/// An answer has the code of its request with bit 15 set; requests that are only acknowledged are answered by
/// [ErrorPacket]. The constructors let the compiler check that a packet is read as itself, and that the answer given
/// here is the one of its [Request].
public enum PacketCatalogue {
    REQUEST_IDENTIFICATION(
            0x0001, RequestIdentification.class, RequestIdentification::read, AcceptIdentification.class),
    PING(0x0002, Ping.class, Ping::read, Pong.class),
    CLOSE_CLIENT(0x0003, CloseClient.class, CloseClient::read),
    ASK_PRIMARY(0x0004, AskPrimary.class, AskPrimary::read, AnswerPrimary.class),
    NOT_PRIMARY_MASTER(0x0005, NotPrimaryMaster.class, NotPrimaryMaster::read),
    NOTIFY_NODE_INFORMATION(0x0006, NotifyNodeInformation.class, NotifyNodeInformation::read),
    ASK_RECOVERY(0x0007, AskRecovery.class, AskRecovery::read, AnswerRecovery.class),
    ASK_LAST_IDS(0x0008, AskLastIDs.class, AskLastIDs::read, AnswerLastIDs.class),
    ASK_PARTITION_TABLE(0x0009, AskPartitionTable.class, AskPartitionTable::read, AnswerPartitionTable.class),
    SEND_PARTITION_TABLE(0x000A, SendPartitionTable.class, SendPartitionTable::read),
    NOTIFY_PARTITION_CHANGES(0x000B, NotifyPartitionChanges.class, NotifyPartitionChanges::read),
    START_OPERATION(0x000C, StartOperation.class, StartOperation::read),
    STOP_OPERATION(0x000D, StopOperation.class, StopOperation::read),
    ASK_UNFINISHED_TRANSACTIONS(
            0x000E,
            AskUnfinishedTransactions.class,
            AskUnfinishedTransactions::read,
            AnswerUnfinishedTransactions.class),
    ASK_LOCKED_TRANSACTIONS(
            0x000F, AskLockedTransactions.class, AskLockedTransactions::read, AnswerLockedTransactions.class),
    ASK_FINAL_TID(0x0010, AskFinalTID.class, AskFinalTID::read, AnswerFinalTID.class),
    VALIDATE_TRANSACTION(0x0011, ValidateTransaction.class, ValidateTransaction::read),
    ASK_BEGIN_TRANSACTION(0x0012, AskBeginTransaction.class, AskBeginTransaction::read, AnswerBeginTransaction.class),
    FAILED_VOTE(0x0013, FailedVote.class, FailedVote::read, ErrorPacket.class),
    ASK_FINISH_TRANSACTION(
            0x0014, AskFinishTransaction.class, AskFinishTransaction::read, AnswerTransactionFinished.class),
    ASK_LOCK_INFORMATION(0x0015, AskLockInformation.class, AskLockInformation::read, AnswerInformationLocked.class),
    INVALIDATE_OBJECTS(0x0016, InvalidateObjects.class, InvalidateObjects::read),
    INVALIDATE_PARTITIONS(0x0017, InvalidatePartitions.class, InvalidatePartitions::read),
    NOTIFY_UNLOCK_INFORMATION(0x0018, NotifyUnlockInformation.class, NotifyUnlockInformation::read),
    ASK_NEW_OIDS(0x0019, AskNewOIDs.class, AskNewOIDs::read, AnswerNewOIDs.class),
    NOTIFY_DEADLOCK(0x001A, NotifyDeadlock.class, NotifyDeadlock::read),
    ASK_RELOCK_OBJECT(0x001B, AskRelockObject.class, AskRelockObject::read, AnswerRelockObject.class),
    ASK_STORE_OBJECT(0x001C, AskStoreObject.class, AskStoreObject::read, AnswerStoreObject.class),
    ABORT_TRANSACTION(0x001D, AbortTransaction.class, AbortTransaction::read),
    ASK_STORE_TRANSACTION(0x001E, AskStoreTransaction.class, AskStoreTransaction::read, AnswerStoreTransaction.class),
    ASK_VOTE_TRANSACTION(0x001F, AskVoteTransaction.class, AskVoteTransaction::read, AnswerVoteTransaction.class),
    ASK_OBJECT(0x0020, AskObject.class, AskObject::read, AnswerObject.class),
    ASK_TIDS(0x0021, AskTIDs.class, AskTIDs::read, AnswerTIDs.class),
    ASK_TRANSACTION_INFORMATION(
            0x0022,
            AskTransactionInformation.class,
            AskTransactionInformation::read,
            AnswerTransactionInformation.class),
    ASK_OBJECT_HISTORY(0x0023, AskObjectHistory.class, AskObjectHistory::read, AnswerObjectHistory.class),
    ASK_PARTITION_LIST(0x0024, AskPartitionList.class, AskPartitionList::read, AnswerPartitionList.class),
    ASK_NODE_LIST(0x0025, AskNodeList.class, AskNodeList::read, AnswerNodeList.class),
    SET_NODE_STATE(0x0026, SetNodeState.class, SetNodeState::read, ErrorPacket.class),
    ADD_PENDING_NODES(0x0027, AddPendingNodes.class, AddPendingNodes::read, ErrorPacket.class),
    TWEAK_PARTITION_TABLE(
            0x0028, TweakPartitionTable.class, TweakPartitionTable::read, AnswerTweakPartitionTable.class),
    SET_NUM_REPLICAS(0x0029, SetNumReplicas.class, SetNumReplicas::read, ErrorPacket.class),
    SET_CLUSTER_STATE(0x002A, SetClusterState.class, SetClusterState::read, ErrorPacket.class),
    REPAIR(0x002B, Repair.class, Repair::read, ErrorPacket.class),
    NOTIFY_REPAIR(0x002C, NotifyRepair.class, NotifyRepair::read),
    NOTIFY_CLUSTER_INFORMATION(0x002D, NotifyClusterInformation.class, NotifyClusterInformation::read),
    ASK_CLUSTER_STATE(0x002E, AskClusterState.class, AskClusterState::read, AnswerClusterState.class),
    ASK_OBJECT_UNDO_SERIAL(0x002F, AskObjectUndoSerial.class, AskObjectUndoSerial::read, AnswerObjectUndoSerial.class),
    ASK_TIDS_FROM(0x0030, AskTIDsFrom.class, AskTIDsFrom::read, AnswerTIDsFrom.class),
    ASK_OIDS_FROM(0x0031, AskOIDsFrom.class, AskOIDsFrom::read, AnswerOIDsFrom.class),
    WAIT_FOR_PACK(0x0032, WaitForPack.class, WaitForPack::read, WaitedForPack.class),
    ASK_PACK_ORDERS(0x0033, AskPackOrders.class, AskPackOrders::read, AnswerPackOrders.class),
    NOTIFY_PACK_SIGNED(0x0034, NotifyPackSigned.class, NotifyPackSigned::read),
    NOTIFY_PACK_COMPLETED(0x0035, NotifyPackCompleted.class, NotifyPackCompleted::read),
    CHECK_REPLICAS(0x0036, CheckReplicas.class, CheckReplicas::read, ErrorPacket.class),
    CHECK_PARTITION(0x0037, CheckPartition.class, CheckPartition::read),
    ASK_CHECK_TID_RANGE(0x0038, AskCheckTIDRange.class, AskCheckTIDRange::read, AnswerCheckTIDRange.class),
    ASK_CHECK_SERIAL_RANGE(0x0039, AskCheckSerialRange.class, AskCheckSerialRange::read, AnswerCheckSerialRange.class),
    NOTIFY_PARTITION_CORRUPTED(0x003A, NotifyPartitionCorrupted.class, NotifyPartitionCorrupted::read),
    NOTIFY_READY(0x003B, NotifyReady.class, NotifyReady::read),
    ASK_LAST_TRANSACTION(0x003C, AskLastTransaction.class, AskLastTransaction::read, AnswerLastTransaction.class),
    ASK_CHECK_CURRENT_SERIAL(
            0x003D, AskCheckCurrentSerial.class, AskCheckCurrentSerial::read, AnswerCheckCurrentSerial.class),
    NOTIFY_TRANSACTION_FINISHED(0x003E, NotifyTransactionFinished.class, NotifyTransactionFinished::read),
    REPLICATE(0x003F, Replicate.class, Replicate::read),
    NOTIFY_REPLICATION_DONE(0x0040, NotifyReplicationDone.class, NotifyReplicationDone::read),
    ASK_FETCH_TRANSACTIONS(
            0x0041, AskFetchTransactions.class, AskFetchTransactions::read, AnswerFetchTransactions.class),
    ASK_FETCH_OBJECTS(0x0042, AskFetchObjects.class, AskFetchObjects::read, AnswerFetchObjects.class),
    ADD_TRANSACTION(0x0043, AddTransaction.class, AddTransaction::read),
    ADD_OBJECT(0x0044, AddObject.class, AddObject::read),
    TRUNCATE(0x0045, Truncate.class, Truncate::read, ErrorPacket.class),
    FLUSH_LOG(0x0046, FlushLog.class, FlushLog::read),
    ASK_MONITOR_INFORMATION(
            0x0047, AskMonitorInformation.class, AskMonitorInformation::read, AnswerMonitorInformation.class),
    NOTIFY_MONITOR_INFORMATION(0x0048, NotifyMonitorInformation.class, NotifyMonitorInformation::read),
    NOTIFY_UPSTREAM_ADMIN(0x0049, NotifyUpstreamAdmin.class, NotifyUpstreamAdmin::read),
    ERROR(0x8000, ErrorPacket.class, ErrorPacket::read),
    ACCEPT_IDENTIFICATION(0x8001, AcceptIdentification.class, AcceptIdentification::read),
    PONG(0x8002, Pong.class, Pong::read),
    ANSWER_PRIMARY(0x8004, AnswerPrimary.class, AnswerPrimary::read),
    ANSWER_RECOVERY(0x8007, AnswerRecovery.class, AnswerRecovery::read),
    ANSWER_LAST_IDS(0x8008, AnswerLastIDs.class, AnswerLastIDs::read),
    ANSWER_PARTITION_TABLE(0x8009, AnswerPartitionTable.class, AnswerPartitionTable::read),
    ANSWER_UNFINISHED_TRANSACTIONS(0x800E, AnswerUnfinishedTransactions.class, AnswerUnfinishedTransactions::read),
    ANSWER_LOCKED_TRANSACTIONS(0x800F, AnswerLockedTransactions.class, AnswerLockedTransactions::read),
    ANSWER_FINAL_TID(0x8010, AnswerFinalTID.class, AnswerFinalTID::read),
    ANSWER_BEGIN_TRANSACTION(0x8012, AnswerBeginTransaction.class, AnswerBeginTransaction::read),
    ANSWER_TRANSACTION_FINISHED(0x8014, AnswerTransactionFinished.class, AnswerTransactionFinished::read),
    ANSWER_INFORMATION_LOCKED(0x8015, AnswerInformationLocked.class, AnswerInformationLocked::read),
    ANSWER_NEW_OIDS(0x8019, AnswerNewOIDs.class, AnswerNewOIDs::read),
    ANSWER_RELOCK_OBJECT(0x801B, AnswerRelockObject.class, AnswerRelockObject::read),
    ANSWER_STORE_OBJECT(0x801C, AnswerStoreObject.class, AnswerStoreObject::read),
    ANSWER_STORE_TRANSACTION(0x801E, AnswerStoreTransaction.class, AnswerStoreTransaction::read),
    ANSWER_VOTE_TRANSACTION(0x801F, AnswerVoteTransaction.class, AnswerVoteTransaction::read),
    ANSWER_OBJECT(0x8020, AnswerObject.class, AnswerObject::read),
    ANSWER_TIDS(0x8021, AnswerTIDs.class, AnswerTIDs::read),
    ANSWER_TRANSACTION_INFORMATION(0x8022, AnswerTransactionInformation.class, AnswerTransactionInformation::read),
    ANSWER_OBJECT_HISTORY(0x8023, AnswerObjectHistory.class, AnswerObjectHistory::read),
    ANSWER_PARTITION_LIST(0x8024, AnswerPartitionList.class, AnswerPartitionList::read),
    ANSWER_NODE_LIST(0x8025, AnswerNodeList.class, AnswerNodeList::read),
    ANSWER_TWEAK_PARTITION_TABLE(0x8028, AnswerTweakPartitionTable.class, AnswerTweakPartitionTable::read),
    ANSWER_CLUSTER_STATE(0x802E, AnswerClusterState.class, AnswerClusterState::read),
    ANSWER_OBJECT_UNDO_SERIAL(0x802F, AnswerObjectUndoSerial.class, AnswerObjectUndoSerial::read),
    ANSWER_TIDS_FROM(0x8030, AnswerTIDsFrom.class, AnswerTIDsFrom::read),
    ANSWER_OIDS_FROM(0x8031, AnswerOIDsFrom.class, AnswerOIDsFrom::read),
    WAITED_FOR_PACK(0x8032, WaitedForPack.class, WaitedForPack::read),
    ANSWER_PACK_ORDERS(0x8033, AnswerPackOrders.class, AnswerPackOrders::read),
    ANSWER_CHECK_TID_RANGE(0x8038, AnswerCheckTIDRange.class, AnswerCheckTIDRange::read),
    ANSWER_CHECK_SERIAL_RANGE(0x8039, AnswerCheckSerialRange.class, AnswerCheckSerialRange::read),
    ANSWER_LAST_TRANSACTION(0x803C, AnswerLastTransaction.class, AnswerLastTransaction::read),
    ANSWER_CHECK_CURRENT_SERIAL(0x803D, AnswerCheckCurrentSerial.class, AnswerCheckCurrentSerial::read),
    ANSWER_FETCH_TRANSACTIONS(0x8041, AnswerFetchTransactions.class, AnswerFetchTransactions::read),
    ANSWER_FETCH_OBJECTS(0x8042, AnswerFetchObjects.class, AnswerFetchObjects::read),
    ANSWER_MONITOR_INFORMATION(0x8047, AnswerMonitorInformation.class, AnswerMonitorInformation::read);

    /// What a packet is to the one who receives it.
    public enum Kind {
        REQUEST,
        /// A request answered by an error packet, with code ACK on success.
        ACKNOWLEDGED,
        NOTIFICATION,
        ANSWER
    }

    static final int RESPONSE_BIT = 0x8000;

    private static final int INDEX_MASK = 0x7f;

    /// What the asker wanted is done even if it no longer waits: a commit, and most orders of an administrator.
    private static final Set<PacketCatalogue> WANTED_WITHOUT_ANSWER = EnumSet.of(
            ASK_FINISH_TRANSACTION,
            ASK_LOCK_INFORMATION,
            SET_NODE_STATE,
            ADD_PENDING_NODES,
            SET_NUM_REPLICAS,
            SET_CLUSTER_STATE);

    private static final PacketCatalogue[] REQUESTS = new PacketCatalogue[INDEX_MASK + 1];
    private static final PacketCatalogue[] RESPONSES = new PacketCatalogue[INDEX_MASK + 1];
    // Never iterated: only looked up by class.
    private static final Map<Class<?>, PacketCatalogue> BY_TYPE = new HashMap<>();

    static {
        for (var entry : values()) {
            table(entry.code)[entry.code & INDEX_MASK] = entry;
            BY_TYPE.put(entry.type, entry);
        }
    }

    private final int code;
    private final Class<? extends Packet> type;
    private final Function<PacketReader, ? extends Packet> reader;
    private final @Nullable Class<? extends Packet> answer;
    private final Kind kind;

    /// A notification or an answer.
    <P extends Packet> PacketCatalogue(int code, Class<P> type, Function<PacketReader, P> reader) {
        this.code = code;
        this.type = type;
        this.reader = reader;
        this.answer = null;
        this.kind = Answer.class.isAssignableFrom(type) ? Kind.ANSWER : Kind.NOTIFICATION;
    }

    /// A request.
    <A extends Packet, P extends Packet & Request<A>> PacketCatalogue(
            int code, Class<P> type, Function<PacketReader, P> reader, Class<A> answer) {
        this.code = code;
        this.type = type;
        this.reader = reader;
        this.answer = answer;
        this.kind = answer == ErrorPacket.class ? Kind.ACKNOWLEDGED : Kind.REQUEST;
    }

    /// The entry of a packet class.
    public static PacketCatalogue of(Class<?> type) {
        var entry = BY_TYPE.get(type);
        if (entry == null) {
            throw new IllegalArgumentException(type + " is not a packet");
        }
        return entry;
    }

    /// The entry of a code (32 bits, unsigned), or null when no packet has it.
    public static @Nullable PacketCatalogue of(int code) {
        return (code & ~(RESPONSE_BIT | INDEX_MASK)) != 0 ? null : table(code)[code & INDEX_MASK];
    }

    private static PacketCatalogue[] table(int code) {
        return (code & RESPONSE_BIT) != 0 ? RESPONSES : REQUESTS;
    }

    public int code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    public Class<? extends Packet> type() {
        return type;
    }

    /// The answer of a request; null for notifications and answers.
    public @Nullable Class<? extends Packet> answer() {
        return answer;
    }

    /// Whether the code has the response bit.
    public boolean isResponse() {
        return (code & RESPONSE_BIT) != 0;
    }

    /// Whether it is dropped when its connection was closed by the handling of an earlier packet.
    public boolean ignoredWhenClosed() {
        return answer != null && !WANTED_WITHOUT_ANSWER.contains(this);
    }

    /// Whether it is sent without waiting for what follows. The others are items of a burst that ends with such one.
    public boolean noDelay() {
        return this != ADD_TRANSACTION && this != ADD_OBJECT;
    }

    /// Name in the protocol, as users and peers know it.
    public String packetName() {
        return this == ERROR ? "Error" : type.getSimpleName();
    }

    Packet read(PacketReader in) {
        return reader.apply(in);
    }
}
