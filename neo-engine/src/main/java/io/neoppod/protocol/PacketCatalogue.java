package io.neoppod.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every packet of the protocol: its code, its class and how it is treated. The order is that of the codes.
///
/// An answer has the code of its request with bit 15 set; requests that are only acknowledged are answered by
/// [ConnectionPacket.ErrorPacket].
public enum PacketCatalogue {
    REQUEST_IDENTIFICATION(
            0x0001,
            Kind.REQUEST,
            ConnectionPacket.RequestIdentification.class,
            ConnectionPacket.RequestIdentification::read,
            ConnectionPacket.AcceptIdentification.class),
    PING(0x0002, Kind.REQUEST, ConnectionPacket.Ping.class, ConnectionPacket.Ping::read, ConnectionPacket.Pong.class),
    CLOSE_CLIENT(
            0x0003, Kind.NOTIFICATION, ConnectionPacket.CloseClient.class, ConnectionPacket.CloseClient::read, null),
    ASK_PRIMARY(
            0x0004,
            Kind.REQUEST,
            AdminPacket.AskPrimary.class,
            AdminPacket.AskPrimary::read,
            AdminPacket.AnswerPrimary.class),
    NOT_PRIMARY_MASTER(
            0x0005,
            Kind.NOTIFICATION,
            ConnectionPacket.NotPrimaryMaster.class,
            ConnectionPacket.NotPrimaryMaster::read,
            null),
    NOTIFY_NODE_INFORMATION(
            0x0006,
            Kind.NOTIFICATION,
            ClusterPacket.NotifyNodeInformation.class,
            ClusterPacket.NotifyNodeInformation::read,
            null),
    ASK_RECOVERY(
            0x0007,
            Kind.REQUEST,
            RecoveryPacket.AskRecovery.class,
            RecoveryPacket.AskRecovery::read,
            RecoveryPacket.AnswerRecovery.class),
    ASK_LAST_IDS(
            0x0008,
            Kind.REQUEST,
            RecoveryPacket.AskLastIDs.class,
            RecoveryPacket.AskLastIDs::read,
            RecoveryPacket.AnswerLastIDs.class),
    ASK_PARTITION_TABLE(
            0x0009,
            Kind.REQUEST,
            RecoveryPacket.AskPartitionTable.class,
            RecoveryPacket.AskPartitionTable::read,
            RecoveryPacket.AnswerPartitionTable.class),
    SEND_PARTITION_TABLE(
            0x000A,
            Kind.NOTIFICATION,
            ClusterPacket.SendPartitionTable.class,
            ClusterPacket.SendPartitionTable::read,
            null),
    NOTIFY_PARTITION_CHANGES(
            0x000B,
            Kind.NOTIFICATION,
            ClusterPacket.NotifyPartitionChanges.class,
            ClusterPacket.NotifyPartitionChanges::read,
            null),
    START_OPERATION(
            0x000C, Kind.NOTIFICATION, ClusterPacket.StartOperation.class, ClusterPacket.StartOperation::read, null),
    STOP_OPERATION(
            0x000D, Kind.NOTIFICATION, ClusterPacket.StopOperation.class, ClusterPacket.StopOperation::read, null),
    ASK_UNFINISHED_TRANSACTIONS(
            0x000E,
            Kind.REQUEST,
            CommitPacket.AskUnfinishedTransactions.class,
            CommitPacket.AskUnfinishedTransactions::read,
            CommitPacket.AnswerUnfinishedTransactions.class),
    ASK_LOCKED_TRANSACTIONS(
            0x000F,
            Kind.REQUEST,
            RecoveryPacket.AskLockedTransactions.class,
            RecoveryPacket.AskLockedTransactions::read,
            RecoveryPacket.AnswerLockedTransactions.class),
    ASK_FINAL_TID(
            0x0010,
            Kind.REQUEST,
            RecoveryPacket.AskFinalTID.class,
            RecoveryPacket.AskFinalTID::read,
            RecoveryPacket.AnswerFinalTID.class),
    VALIDATE_TRANSACTION(
            0x0011,
            Kind.NOTIFICATION,
            RecoveryPacket.ValidateTransaction.class,
            RecoveryPacket.ValidateTransaction::read,
            null),
    ASK_BEGIN_TRANSACTION(
            0x0012,
            Kind.REQUEST,
            TransactionPacket.AskBeginTransaction.class,
            TransactionPacket.AskBeginTransaction::read,
            TransactionPacket.AnswerBeginTransaction.class),
    FAILED_VOTE(
            0x0013,
            Kind.ACKNOWLEDGED,
            TransactionPacket.FailedVote.class,
            TransactionPacket.FailedVote::read,
            ConnectionPacket.ErrorPacket.class),
    ASK_FINISH_TRANSACTION(
            0x0014,
            Kind.REQUEST,
            TransactionPacket.AskFinishTransaction.class,
            TransactionPacket.AskFinishTransaction::read,
            TransactionPacket.AnswerTransactionFinished.class),
    ASK_LOCK_INFORMATION(
            0x0015,
            Kind.REQUEST,
            CommitPacket.AskLockInformation.class,
            CommitPacket.AskLockInformation::read,
            CommitPacket.AnswerInformationLocked.class),
    INVALIDATE_OBJECTS(
            0x0016,
            Kind.NOTIFICATION,
            TransactionPacket.InvalidateObjects.class,
            TransactionPacket.InvalidateObjects::read,
            null),
    INVALIDATE_PARTITIONS(
            0x0017,
            Kind.NOTIFICATION,
            TransactionPacket.InvalidatePartitions.class,
            TransactionPacket.InvalidatePartitions::read,
            null),
    NOTIFY_UNLOCK_INFORMATION(
            0x0018,
            Kind.NOTIFICATION,
            CommitPacket.NotifyUnlockInformation.class,
            CommitPacket.NotifyUnlockInformation::read,
            null),
    ASK_NEW_OIDS(
            0x0019,
            Kind.REQUEST,
            TransactionPacket.AskNewOIDs.class,
            TransactionPacket.AskNewOIDs::read,
            TransactionPacket.AnswerNewOIDs.class),
    NOTIFY_DEADLOCK(
            0x001A, Kind.NOTIFICATION, StorePacket.NotifyDeadlock.class, StorePacket.NotifyDeadlock::read, null),
    ASK_RELOCK_OBJECT(
            0x001B,
            Kind.REQUEST,
            StorePacket.AskRelockObject.class,
            StorePacket.AskRelockObject::read,
            StorePacket.AnswerRelockObject.class),
    ASK_STORE_OBJECT(
            0x001C,
            Kind.REQUEST,
            StorePacket.AskStoreObject.class,
            StorePacket.AskStoreObject::read,
            StorePacket.AnswerStoreObject.class),
    ABORT_TRANSACTION(
            0x001D,
            Kind.NOTIFICATION,
            TransactionPacket.AbortTransaction.class,
            TransactionPacket.AbortTransaction::read,
            null),
    ASK_STORE_TRANSACTION(
            0x001E,
            Kind.REQUEST,
            StorePacket.AskStoreTransaction.class,
            StorePacket.AskStoreTransaction::read,
            StorePacket.AnswerStoreTransaction.class),
    ASK_VOTE_TRANSACTION(
            0x001F,
            Kind.REQUEST,
            StorePacket.AskVoteTransaction.class,
            StorePacket.AskVoteTransaction::read,
            StorePacket.AnswerVoteTransaction.class),
    ASK_OBJECT(
            0x0020,
            Kind.REQUEST,
            ReadPacket.AskObject.class,
            ReadPacket.AskObject::read,
            ReadPacket.AnswerObject.class),
    ASK_TIDS(0x0021, Kind.REQUEST, ReadPacket.AskTIDs.class, ReadPacket.AskTIDs::read, ReadPacket.AnswerTIDs.class),
    ASK_TRANSACTION_INFORMATION(
            0x0022,
            Kind.REQUEST,
            ReadPacket.AskTransactionInformation.class,
            ReadPacket.AskTransactionInformation::read,
            ReadPacket.AnswerTransactionInformation.class),
    ASK_OBJECT_HISTORY(
            0x0023,
            Kind.REQUEST,
            ReadPacket.AskObjectHistory.class,
            ReadPacket.AskObjectHistory::read,
            ReadPacket.AnswerObjectHistory.class),
    ASK_PARTITION_LIST(
            0x0024,
            Kind.REQUEST,
            AdminPacket.AskPartitionList.class,
            AdminPacket.AskPartitionList::read,
            AdminPacket.AnswerPartitionList.class),
    ASK_NODE_LIST(
            0x0025,
            Kind.REQUEST,
            AdminPacket.AskNodeList.class,
            AdminPacket.AskNodeList::read,
            AdminPacket.AnswerNodeList.class),
    SET_NODE_STATE(
            0x0026,
            Kind.ACKNOWLEDGED,
            AdminPacket.SetNodeState.class,
            AdminPacket.SetNodeState::read,
            ConnectionPacket.ErrorPacket.class),
    ADD_PENDING_NODES(
            0x0027,
            Kind.ACKNOWLEDGED,
            AdminPacket.AddPendingNodes.class,
            AdminPacket.AddPendingNodes::read,
            ConnectionPacket.ErrorPacket.class),
    TWEAK_PARTITION_TABLE(
            0x0028,
            Kind.REQUEST,
            AdminPacket.TweakPartitionTable.class,
            AdminPacket.TweakPartitionTable::read,
            AdminPacket.AnswerTweakPartitionTable.class),
    SET_NUM_REPLICAS(
            0x0029,
            Kind.ACKNOWLEDGED,
            AdminPacket.SetNumReplicas.class,
            AdminPacket.SetNumReplicas::read,
            ConnectionPacket.ErrorPacket.class),
    SET_CLUSTER_STATE(
            0x002A,
            Kind.ACKNOWLEDGED,
            AdminPacket.SetClusterState.class,
            AdminPacket.SetClusterState::read,
            ConnectionPacket.ErrorPacket.class),
    REPAIR(
            0x002B,
            Kind.ACKNOWLEDGED,
            AdminPacket.Repair.class,
            AdminPacket.Repair::read,
            ConnectionPacket.ErrorPacket.class),
    NOTIFY_REPAIR(0x002C, Kind.NOTIFICATION, AdminPacket.NotifyRepair.class, AdminPacket.NotifyRepair::read, null),
    NOTIFY_CLUSTER_INFORMATION(
            0x002D,
            Kind.NOTIFICATION,
            ClusterPacket.NotifyClusterInformation.class,
            ClusterPacket.NotifyClusterInformation::read,
            null),
    ASK_CLUSTER_STATE(
            0x002E,
            Kind.REQUEST,
            AdminPacket.AskClusterState.class,
            AdminPacket.AskClusterState::read,
            AdminPacket.AnswerClusterState.class),
    ASK_OBJECT_UNDO_SERIAL(
            0x002F,
            Kind.REQUEST,
            ReadPacket.AskObjectUndoSerial.class,
            ReadPacket.AskObjectUndoSerial::read,
            ReadPacket.AnswerObjectUndoSerial.class),
    ASK_TIDS_FROM(
            0x0030,
            Kind.REQUEST,
            ReadPacket.AskTIDsFrom.class,
            ReadPacket.AskTIDsFrom::read,
            ReadPacket.AnswerTIDsFrom.class),
    ASK_OIDS_FROM(
            0x0031,
            Kind.REQUEST,
            ReadPacket.AskOIDsFrom.class,
            ReadPacket.AskOIDsFrom::read,
            ReadPacket.AnswerOIDsFrom.class),
    WAIT_FOR_PACK(
            0x0032,
            Kind.REQUEST,
            PackPacket.WaitForPack.class,
            PackPacket.WaitForPack::read,
            PackPacket.WaitedForPack.class),
    ASK_PACK_ORDERS(
            0x0033,
            Kind.REQUEST,
            PackPacket.AskPackOrders.class,
            PackPacket.AskPackOrders::read,
            PackPacket.AnswerPackOrders.class),
    NOTIFY_PACK_SIGNED(
            0x0034, Kind.NOTIFICATION, PackPacket.NotifyPackSigned.class, PackPacket.NotifyPackSigned::read, null),
    NOTIFY_PACK_COMPLETED(
            0x0035,
            Kind.NOTIFICATION,
            PackPacket.NotifyPackCompleted.class,
            PackPacket.NotifyPackCompleted::read,
            null),
    CHECK_REPLICAS(
            0x0036,
            Kind.ACKNOWLEDGED,
            ReplicationPacket.CheckReplicas.class,
            ReplicationPacket.CheckReplicas::read,
            ConnectionPacket.ErrorPacket.class),
    CHECK_PARTITION(
            0x0037,
            Kind.NOTIFICATION,
            ReplicationPacket.CheckPartition.class,
            ReplicationPacket.CheckPartition::read,
            null),
    ASK_CHECK_TID_RANGE(
            0x0038,
            Kind.REQUEST,
            ReplicationPacket.AskCheckTIDRange.class,
            ReplicationPacket.AskCheckTIDRange::read,
            ReplicationPacket.AnswerCheckTIDRange.class),
    ASK_CHECK_SERIAL_RANGE(
            0x0039,
            Kind.REQUEST,
            ReplicationPacket.AskCheckSerialRange.class,
            ReplicationPacket.AskCheckSerialRange::read,
            ReplicationPacket.AnswerCheckSerialRange.class),
    NOTIFY_PARTITION_CORRUPTED(
            0x003A,
            Kind.NOTIFICATION,
            ReplicationPacket.NotifyPartitionCorrupted.class,
            ReplicationPacket.NotifyPartitionCorrupted::read,
            null),
    NOTIFY_READY(0x003B, Kind.NOTIFICATION, ClusterPacket.NotifyReady.class, ClusterPacket.NotifyReady::read, null),
    ASK_LAST_TRANSACTION(
            0x003C,
            Kind.REQUEST,
            TransactionPacket.AskLastTransaction.class,
            TransactionPacket.AskLastTransaction::read,
            TransactionPacket.AnswerLastTransaction.class),
    ASK_CHECK_CURRENT_SERIAL(
            0x003D,
            Kind.REQUEST,
            StorePacket.AskCheckCurrentSerial.class,
            StorePacket.AskCheckCurrentSerial::read,
            StorePacket.AnswerCheckCurrentSerial.class),
    NOTIFY_TRANSACTION_FINISHED(
            0x003E,
            Kind.NOTIFICATION,
            CommitPacket.NotifyTransactionFinished.class,
            CommitPacket.NotifyTransactionFinished::read,
            null),
    REPLICATE(0x003F, Kind.NOTIFICATION, ReplicationPacket.Replicate.class, ReplicationPacket.Replicate::read, null),
    NOTIFY_REPLICATION_DONE(
            0x0040,
            Kind.NOTIFICATION,
            ReplicationPacket.NotifyReplicationDone.class,
            ReplicationPacket.NotifyReplicationDone::read,
            null),
    ASK_FETCH_TRANSACTIONS(
            0x0041,
            Kind.REQUEST,
            ReplicationPacket.AskFetchTransactions.class,
            ReplicationPacket.AskFetchTransactions::read,
            ReplicationPacket.AnswerFetchTransactions.class),
    ASK_FETCH_OBJECTS(
            0x0042,
            Kind.REQUEST,
            ReplicationPacket.AskFetchObjects.class,
            ReplicationPacket.AskFetchObjects::read,
            ReplicationPacket.AnswerFetchObjects.class),
    ADD_TRANSACTION(
            0x0043,
            Kind.NOTIFICATION,
            ReplicationPacket.AddTransaction.class,
            ReplicationPacket.AddTransaction::read,
            null),
    ADD_OBJECT(0x0044, Kind.NOTIFICATION, ReplicationPacket.AddObject.class, ReplicationPacket.AddObject::read, null),
    TRUNCATE(
            0x0045,
            Kind.ACKNOWLEDGED,
            RecoveryPacket.Truncate.class,
            RecoveryPacket.Truncate::read,
            ConnectionPacket.ErrorPacket.class),
    FLUSH_LOG(0x0046, Kind.NOTIFICATION, ConnectionPacket.FlushLog.class, ConnectionPacket.FlushLog::read, null),
    ASK_MONITOR_INFORMATION(
            0x0047,
            Kind.REQUEST,
            AdminPacket.AskMonitorInformation.class,
            AdminPacket.AskMonitorInformation::read,
            AdminPacket.AnswerMonitorInformation.class),
    NOTIFY_MONITOR_INFORMATION(
            0x0048,
            Kind.NOTIFICATION,
            AdminPacket.NotifyMonitorInformation.class,
            AdminPacket.NotifyMonitorInformation::read,
            null),
    NOTIFY_UPSTREAM_ADMIN(
            0x0049,
            Kind.NOTIFICATION,
            AdminPacket.NotifyUpstreamAdmin.class,
            AdminPacket.NotifyUpstreamAdmin::read,
            null),
    ERROR(0x8000, Kind.ANSWER, ConnectionPacket.ErrorPacket.class, ConnectionPacket.ErrorPacket::read, null),
    ACCEPT_IDENTIFICATION(
            0x8001,
            Kind.ANSWER,
            ConnectionPacket.AcceptIdentification.class,
            ConnectionPacket.AcceptIdentification::read,
            null),
    PONG(0x8002, Kind.ANSWER, ConnectionPacket.Pong.class, ConnectionPacket.Pong::read, null),
    ANSWER_PRIMARY(0x8004, Kind.ANSWER, AdminPacket.AnswerPrimary.class, AdminPacket.AnswerPrimary::read, null),
    ANSWER_RECOVERY(
            0x8007, Kind.ANSWER, RecoveryPacket.AnswerRecovery.class, RecoveryPacket.AnswerRecovery::read, null),
    ANSWER_LAST_IDS(0x8008, Kind.ANSWER, RecoveryPacket.AnswerLastIDs.class, RecoveryPacket.AnswerLastIDs::read, null),
    ANSWER_PARTITION_TABLE(
            0x8009,
            Kind.ANSWER,
            RecoveryPacket.AnswerPartitionTable.class,
            RecoveryPacket.AnswerPartitionTable::read,
            null),
    ANSWER_UNFINISHED_TRANSACTIONS(
            0x800E,
            Kind.ANSWER,
            CommitPacket.AnswerUnfinishedTransactions.class,
            CommitPacket.AnswerUnfinishedTransactions::read,
            null),
    ANSWER_LOCKED_TRANSACTIONS(
            0x800F,
            Kind.ANSWER,
            RecoveryPacket.AnswerLockedTransactions.class,
            RecoveryPacket.AnswerLockedTransactions::read,
            null),
    ANSWER_FINAL_TID(
            0x8010, Kind.ANSWER, RecoveryPacket.AnswerFinalTID.class, RecoveryPacket.AnswerFinalTID::read, null),
    ANSWER_BEGIN_TRANSACTION(
            0x8012,
            Kind.ANSWER,
            TransactionPacket.AnswerBeginTransaction.class,
            TransactionPacket.AnswerBeginTransaction::read,
            null),
    ANSWER_TRANSACTION_FINISHED(
            0x8014,
            Kind.ANSWER,
            TransactionPacket.AnswerTransactionFinished.class,
            TransactionPacket.AnswerTransactionFinished::read,
            null),
    ANSWER_INFORMATION_LOCKED(
            0x8015,
            Kind.ANSWER,
            CommitPacket.AnswerInformationLocked.class,
            CommitPacket.AnswerInformationLocked::read,
            null),
    ANSWER_NEW_OIDS(
            0x8019, Kind.ANSWER, TransactionPacket.AnswerNewOIDs.class, TransactionPacket.AnswerNewOIDs::read, null),
    ANSWER_RELOCK_OBJECT(
            0x801B, Kind.ANSWER, StorePacket.AnswerRelockObject.class, StorePacket.AnswerRelockObject::read, null),
    ANSWER_STORE_OBJECT(
            0x801C, Kind.ANSWER, StorePacket.AnswerStoreObject.class, StorePacket.AnswerStoreObject::read, null),
    ANSWER_STORE_TRANSACTION(
            0x801E,
            Kind.ANSWER,
            StorePacket.AnswerStoreTransaction.class,
            StorePacket.AnswerStoreTransaction::read,
            null),
    ANSWER_VOTE_TRANSACTION(
            0x801F,
            Kind.ANSWER,
            StorePacket.AnswerVoteTransaction.class,
            StorePacket.AnswerVoteTransaction::read,
            null),
    ANSWER_OBJECT(0x8020, Kind.ANSWER, ReadPacket.AnswerObject.class, ReadPacket.AnswerObject::read, null),
    ANSWER_TIDS(0x8021, Kind.ANSWER, ReadPacket.AnswerTIDs.class, ReadPacket.AnswerTIDs::read, null),
    ANSWER_TRANSACTION_INFORMATION(
            0x8022,
            Kind.ANSWER,
            ReadPacket.AnswerTransactionInformation.class,
            ReadPacket.AnswerTransactionInformation::read,
            null),
    ANSWER_OBJECT_HISTORY(
            0x8023, Kind.ANSWER, ReadPacket.AnswerObjectHistory.class, ReadPacket.AnswerObjectHistory::read, null),
    ANSWER_PARTITION_LIST(
            0x8024, Kind.ANSWER, AdminPacket.AnswerPartitionList.class, AdminPacket.AnswerPartitionList::read, null),
    ANSWER_NODE_LIST(0x8025, Kind.ANSWER, AdminPacket.AnswerNodeList.class, AdminPacket.AnswerNodeList::read, null),
    ANSWER_TWEAK_PARTITION_TABLE(
            0x8028,
            Kind.ANSWER,
            AdminPacket.AnswerTweakPartitionTable.class,
            AdminPacket.AnswerTweakPartitionTable::read,
            null),
    ANSWER_CLUSTER_STATE(
            0x802E, Kind.ANSWER, AdminPacket.AnswerClusterState.class, AdminPacket.AnswerClusterState::read, null),
    ANSWER_OBJECT_UNDO_SERIAL(
            0x802F,
            Kind.ANSWER,
            ReadPacket.AnswerObjectUndoSerial.class,
            ReadPacket.AnswerObjectUndoSerial::read,
            null),
    ANSWER_TIDS_FROM(0x8030, Kind.ANSWER, ReadPacket.AnswerTIDsFrom.class, ReadPacket.AnswerTIDsFrom::read, null),
    ANSWER_OIDS_FROM(0x8031, Kind.ANSWER, ReadPacket.AnswerOIDsFrom.class, ReadPacket.AnswerOIDsFrom::read, null),
    WAITED_FOR_PACK(0x8032, Kind.ANSWER, PackPacket.WaitedForPack.class, PackPacket.WaitedForPack::read, null),
    ANSWER_PACK_ORDERS(0x8033, Kind.ANSWER, PackPacket.AnswerPackOrders.class, PackPacket.AnswerPackOrders::read, null),
    ANSWER_CHECK_TID_RANGE(
            0x8038,
            Kind.ANSWER,
            ReplicationPacket.AnswerCheckTIDRange.class,
            ReplicationPacket.AnswerCheckTIDRange::read,
            null),
    ANSWER_CHECK_SERIAL_RANGE(
            0x8039,
            Kind.ANSWER,
            ReplicationPacket.AnswerCheckSerialRange.class,
            ReplicationPacket.AnswerCheckSerialRange::read,
            null),
    ANSWER_LAST_TRANSACTION(
            0x803C,
            Kind.ANSWER,
            TransactionPacket.AnswerLastTransaction.class,
            TransactionPacket.AnswerLastTransaction::read,
            null),
    ANSWER_CHECK_CURRENT_SERIAL(
            0x803D,
            Kind.ANSWER,
            StorePacket.AnswerCheckCurrentSerial.class,
            StorePacket.AnswerCheckCurrentSerial::read,
            null),
    ANSWER_FETCH_TRANSACTIONS(
            0x8041,
            Kind.ANSWER,
            ReplicationPacket.AnswerFetchTransactions.class,
            ReplicationPacket.AnswerFetchTransactions::read,
            null),
    ANSWER_FETCH_OBJECTS(
            0x8042,
            Kind.ANSWER,
            ReplicationPacket.AnswerFetchObjects.class,
            ReplicationPacket.AnswerFetchObjects::read,
            null),
    ANSWER_MONITOR_INFORMATION(
            0x8047,
            Kind.ANSWER,
            AdminPacket.AnswerMonitorInformation.class,
            AdminPacket.AnswerMonitorInformation::read,
            null);

    /// What a packet is to the one who receives it.
    public enum Kind {
        REQUEST,
        /// A request answered by an error packet, with code ACK on success.
        ACKNOWLEDGED,
        NOTIFICATION,
        ANSWER
    }

    static final int RESPONSE_BIT = 0x8000;

    private static final PacketCatalogue[] REQUESTS = new PacketCatalogue[0x80];
    private static final PacketCatalogue[] RESPONSES = new PacketCatalogue[0x80];
    // Never iterated: only looked up by class.
    private static final Map<Class<?>, PacketCatalogue> BY_TYPE = new HashMap<>();

    static {
        for (var entry : values()) {
            table(entry.code)[entry.code & 0x7f] = entry;
            BY_TYPE.put(entry.type, entry);
        }
    }

    private final int code;
    private final Kind kind;
    private final Class<? extends Packet> type;
    private final Function<PacketReader, Packet> reader;
    private final @Nullable Class<? extends Packet> answer;

    PacketCatalogue(
            int code,
            Kind kind,
            Class<? extends Packet> type,
            Function<PacketReader, Packet> reader,
            @Nullable Class<? extends Packet> answer) {
        this.code = code;
        this.kind = kind;
        this.type = type;
        this.reader = reader;
        this.answer = answer;
    }

    /// The entry of a packet class.
    public static PacketCatalogue of(Class<?> type) {
        var entry = BY_TYPE.get(type);
        if (entry == null) {
            throw new IllegalArgumentException(type + " is not a packet");
        }
        return entry;
    }

    /// The entry of a code, or null when no packet has it.
    static @Nullable PacketCatalogue of(long code) {
        return (code & ~(RESPONSE_BIT | 0x7fL)) != 0 ? null : table((int) code)[(int) code & 0x7f];
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

    /// Name in the protocol, as users and peers know it.
    public String packetName() {
        return this == ERROR ? "Error" : type.getSimpleName();
    }

    Packet read(PacketReader in) {
        return reader.apply(in);
    }
}
