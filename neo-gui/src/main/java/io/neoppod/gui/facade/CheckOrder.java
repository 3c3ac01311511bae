package io.neoppod.gui.facade;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What copies are compared, and with which one.
///
/// @param references for each partition, the node whose copy is taken for right, or [NodeIds#NONE] for none: then all
///                   copies that differ are told
/// @param minTid     first transaction
/// @param maxTid     last one, or [DataSession#NONE] for the last there is
public record CheckOrder(Map<Integer, Integer> references, long minTid, long maxTid) {
    public CheckOrder {
        references = Collections.unmodifiableMap(new TreeMap<>(references));
    }

    /// @param reference one node for all partitions
    public static CheckOrder of(int[] partitions, int reference, long minTid, long maxTid) {
        return new CheckOrder(
                IntStream.of(partitions).boxed().collect(Collectors.toMap(number -> number, _ -> reference)),
                minTid,
                maxTid);
    }

    /// Their numbers, in order.
    public int[] partitions() {
        return references.keySet().stream().mapToInt(Integer::intValue).toArray();
    }
}
