package io.neoppod.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a node must survive: invalid or unexpected input, and how a node of the reference reacted to it.
public final class NegativeVectors {

    private NegativeVectors() {}

    /// @param to              type of the node that receives it
    /// @param send            what is written, handshake included, each part at once
    /// @param replies         `{id, name, args?, text?}` of each message that came back
    /// @param closed          whether the node closed the connection
    /// @param pythonNodeExits whether the reference crashed, where we only close the connection
    public record Case(
            String name,
            NodeType to,
            List<byte[]> send,
            List<JsonNode> replies,
            boolean closed,
            boolean pythonNodeExits) {

        @Override
        public String toString() {
            return to + ": " + name;
        }
    }

    /// All cases. They suppose a cluster `testcluster` that is running: a master, a storage (id 1) and an admin at
    /// ports
    /// 11410, 11412 and 11411 of 127.0.0.1, two partitions.
    public static List<Case> cases() {
        return Vectors.lines("negative.jsonl").stream()
                .map(NegativeVectors::parse)
                .toList();
    }

    private static Case parse(JsonNode row) {
        var send = new ArrayList<byte[]>();
        row.get("send").forEach(part -> send.add(Vectors.bytes(part.asText())));
        var replies = new ArrayList<JsonNode>();
        row.get("replies").forEach(replies::add);
        return new Case(
                row.get("name").asText(),
                NodeType.valueOf(row.get("to").asText().toUpperCase(Locale.ROOT)),
                List.copyOf(send),
                List.copyOf(replies),
                row.get("closed").asBoolean(),
                row.get("python_node_exits").asBoolean());
    }
}
