# Tells the neolog of Python NEO how to show the packets of a log that NEO for Java wrote.
from datetime import datetime, timedelta
from functools import partial
import msgpack

PROTOCOL_VERSION = 5

NAMES = {
    0x0001: 'RequestIdentification',
    0x0002: 'Ping',
    0x0003: 'CloseClient',
    0x0004: 'AskPrimary',
    0x0005: 'NotPrimaryMaster',
    0x0006: 'NotifyNodeInformation',
    0x0007: 'AskRecovery',
    0x0008: 'AskLastIDs',
    0x0009: 'AskPartitionTable',
    0x000a: 'SendPartitionTable',
    0x000b: 'NotifyPartitionChanges',
    0x000c: 'StartOperation',
    0x000d: 'StopOperation',
    0x000e: 'AskUnfinishedTransactions',
    0x000f: 'AskLockedTransactions',
    0x0010: 'AskFinalTID',
    0x0011: 'ValidateTransaction',
    0x0012: 'AskBeginTransaction',
    0x0013: 'FailedVote',
    0x0014: 'AskFinishTransaction',
    0x0015: 'AskLockInformation',
    0x0016: 'InvalidateObjects',
    0x0017: 'InvalidatePartitions',
    0x0018: 'NotifyUnlockInformation',
    0x0019: 'AskNewOIDs',
    0x001a: 'NotifyDeadlock',
    0x001b: 'AskRelockObject',
    0x001c: 'AskStoreObject',
    0x001d: 'AbortTransaction',
    0x001e: 'AskStoreTransaction',
    0x001f: 'AskVoteTransaction',
    0x0020: 'AskObject',
    0x0021: 'AskTIDs',
    0x0022: 'AskTransactionInformation',
    0x0023: 'AskObjectHistory',
    0x0024: 'AskPartitionList',
    0x0025: 'AskNodeList',
    0x0026: 'SetNodeState',
    0x0027: 'AddPendingNodes',
    0x0028: 'TweakPartitionTable',
    0x0029: 'SetNumReplicas',
    0x002a: 'SetClusterState',
    0x002b: 'Repair',
    0x002c: 'NotifyRepair',
    0x002d: 'NotifyClusterInformation',
    0x002e: 'AskClusterState',
    0x002f: 'AskObjectUndoSerial',
    0x0030: 'AskTIDsFrom',
    0x0031: 'AskOIDsFrom',
    0x0032: 'WaitForPack',
    0x0033: 'AskPackOrders',
    0x0034: 'NotifyPackSigned',
    0x0035: 'NotifyPackCompleted',
    0x0036: 'CheckReplicas',
    0x0037: 'CheckPartition',
    0x0038: 'AskCheckTIDRange',
    0x0039: 'AskCheckSerialRange',
    0x003a: 'NotifyPartitionCorrupted',
    0x003b: 'NotifyReady',
    0x003c: 'AskLastTransaction',
    0x003d: 'AskCheckCurrentSerial',
    0x003e: 'NotifyTransactionFinished',
    0x003f: 'Replicate',
    0x0040: 'NotifyReplicationDone',
    0x0041: 'AskFetchTransactions',
    0x0042: 'AskFetchObjects',
    0x0043: 'AddTransaction',
    0x0044: 'AddObject',
    0x0045: 'Truncate',
    0x0046: 'FlushLog',
    0x0047: 'AskMonitorInformation',
    0x0048: 'NotifyMonitorInformation',
    0x0049: 'NotifyUpstreamAdmin',
    0x8000: 'Error',
    0x8001: 'AcceptIdentification',
    0x8002: 'Pong',
    0x8004: 'AnswerPrimary',
    0x8007: 'AnswerRecovery',
    0x8008: 'AnswerLastIDs',
    0x8009: 'AnswerPartitionTable',
    0x800e: 'AnswerUnfinishedTransactions',
    0x800f: 'AnswerLockedTransactions',
    0x8010: 'AnswerFinalTID',
    0x8012: 'AnswerBeginTransaction',
    0x8014: 'AnswerTransactionFinished',
    0x8015: 'AnswerInformationLocked',
    0x8019: 'AnswerNewOIDs',
    0x801b: 'AnswerRelockObject',
    0x801c: 'AnswerStoreObject',
    0x801e: 'AnswerStoreTransaction',
    0x801f: 'AnswerVoteTransaction',
    0x8020: 'AnswerObject',
    0x8021: 'AnswerTIDs',
    0x8022: 'AnswerTransactionInformation',
    0x8023: 'AnswerObjectHistory',
    0x8024: 'AnswerPartitionList',
    0x8025: 'AnswerNodeList',
    0x8028: 'AnswerTweakPartitionTable',
    0x802e: 'AnswerClusterState',
    0x802f: 'AnswerObjectUndoSerial',
    0x8030: 'AnswerTIDsFrom',
    0x8031: 'AnswerOIDsFrom',
    0x8032: 'WaitedForPack',
    0x8033: 'AnswerPackOrders',
    0x8038: 'AnswerCheckTIDRange',
    0x8039: 'AnswerCheckSerialRange',
    0x803c: 'AnswerLastTransaction',
    0x803d: 'AnswerCheckCurrentSerial',
    0x8041: 'AnswerFetchTransactions',
    0x8042: 'AnswerFetchObjects',
    0x8047: 'AnswerMonitorInformation',
}

# Where the compression, checksum and data of an object are: whether in an answer, then indices of arguments.
DATA = {
    'AskStoreObject': (0, 2),
    'AddObject': (0, 2),
    'AnswerObject': (1, 3),
    'AnswerRelockObject': (1, 0, 2, 0),
}

# By extension type.
ENUMS = (
    ('OUT_OF_DATE', 'UP_TO_DATE', 'FEEDING', 'CORRUPTED', 'DISCARDED'),
    ('RECOVERING', 'VERIFYING', 'RUNNING', 'STOPPING', 'STARTING_BACKUP', 'BACKINGUP', 'STOPPING_BACKUP'),
    ('ACK', 'DENIED', 'NOT_READY', 'OID_NOT_FOUND',
     'TID_NOT_FOUND', 'OID_DOES_NOT_EXIST', 'PROTOCOL_ERROR', 'REPLICATION_ERROR',
     'CHECKING_ERROR', 'BACKEND_NOT_IMPLEMENTED', 'NON_READABLE_CELL', 'READ_ONLY_ACCESS',
     'INCOMPLETE_TRANSACTION', 'UNDO_PACK_ERROR'),
    ('UNKNOWN', 'DOWN', 'RUNNING', 'PENDING'),
    ('MASTER', 'STORAGE', 'CLIENT', 'ADMIN'),
)


class Item(int):

    def __str__(self):
        return self.name

    def __repr__(self):
        return '<EnumItem %s (%d)>' % (self.name, self)


def item(kind, data):
    value = Item(msgpack.unpackb(data))
    value.name = ENUMS[kind][value]
    return value


Unpacker = partial(msgpack.Unpacker, ext_hook=item, max_buffer_size=0x8000000)


def uuid_str(nid):
    if not nid:
        return str(nid)
    return {0x00: 'S', 0xf0: 'M', 0xe0: 'C', 0xd0: 'A'}[nid >> 24 & 0xff] + str(nid & 0xffffff)


def address_str(address):
    if not address:
        return ''
    host, port = (x.decode() if isinstance(x, bytes) else x for x in address)
    return ('[%s]:%s' if ':' in host else '%s:%s') % (host, port)


def time_str(seconds):
    return str(datetime(1970, 1, 1) + timedelta(0, seconds)) if seconds else str(seconds)


def show_nodes(timestamp, nodes):
    nodes = sorted(nodes, key=lambda node: (node[2] is None, node[1] if node[2] is None else node[2]))
    rows = [(uuid_str(nid), str(kind), address_str(address), str(state), time_str(identified))
            for kind, address, nid, state, identified in nodes]
    widths = [max(map(len, column)) for column in zip(*rows)][:-1]
    return (timestamp,), [
        ' ! ' + ''.join('%-*s | ' % pair for pair in zip(widths, row)) + row[-1] for row in rows]


def show_error(code, message):
    return (), ('%s (%s)' % (code, message),)


SHOW = {'NotifyNodeInformation': show_nodes, 'Error': show_error}


def packet(code, name):
    members = {'_code': code}
    if name in SHOW:
        members['_neolog'] = staticmethod(SHOW[name])
    if name in DATA:
        members['data_path'] = DATA[name]
    return type(name, (object,), members)


Packets = {code: packet(code, name) for code, name in NAMES.items()}
