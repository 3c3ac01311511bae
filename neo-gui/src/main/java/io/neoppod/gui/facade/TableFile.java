package io.neoppod.gui.facade;

import io.neoppod.ctl.TableRows;
import io.neoppod.gui.facade.Refusal.Reason;
import io.neoppod.protocol.CellEntry;
import io.neoppod.protocol.CellState;
import io.neoppod.protocol.NodeIds;
import io.neoppod.protocol.NodeType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A partition table in a file, as `neo ctl print pt` writes it. Waits for the disk: not for the thread of the user
/// interface.
public final class TableFile {
    private static final long MAX_BYTES = 64 << 20;
    private static final Pattern HEAD = Pattern.compile("# ptid: (\\d{1,9}), replicas: (\\d{1,9})");
    private static final Pattern LINE = Pattern.compile("S(\\d{1,7}) +[A-Z] ([UOFCD.]+)");

    private TableFile() {}

    /// @param text the lines of the storages
    public static void write(Path file, TableRows table, String text) throws IOException {
        Files.writeString(file, "# ptid: %d, replicas: %d%n%s%n".formatted(table.ptid(), table.replicas(), text));
    }

    /// @throws RefusedException when the file has none
    public static TableRows read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw none();
        }
        int ptid = 0;
        int replicas = 0;
        var rows = new ArrayList<List<CellEntry>>();
        for (var line : lines(file)) {
            var head = HEAD.matcher(line.strip());
            var storage = LINE.matcher(line.strip());
            if (head.matches()) {
                ptid = Integer.parseInt(head.group(1));
                replicas = Integer.parseInt(head.group(2));
            } else if (storage.matches()) {
                add(rows, NodeIds.of(NodeType.STORAGE, Integer.parseInt(storage.group(1))), storage.group(2));
            }
        }
        if (rows.isEmpty()) {
            throw none();
        }
        return new TableRows(ptid, replicas, rows);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException notText) {
            throw none();
        }
    }

    private static void add(List<List<CellEntry>> rows, int nid, String cells) {
        while (rows.size() < cells.length()) {
            rows.add(new ArrayList<>());
        }
        for (int partition = 0; partition < cells.length(); partition++) {
            char letter = cells.charAt(partition);
            if (letter != '.') {
                rows.get(partition).add(new CellEntry(nid, state(letter)));
            }
        }
    }

    private static CellState state(char letter) {
        return Arrays.stream(CellState.values())
                .filter(state -> state.name().charAt(0) == letter)
                .findFirst()
                .orElseThrow();
    }

    private static RefusedException none() {
        return new RefusedException(Refusal.of(Reason.NOT_A_TABLE));
    }
}
