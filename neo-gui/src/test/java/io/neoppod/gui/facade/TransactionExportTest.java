package io.neoppod.gui.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.client.Tid;
import io.neoppod.gui.facade.Commits.Filter;
import io.neoppod.gui.view.FakeData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionExportTest {
    @TempDir
    private Path folder;

    private final FakeData data = FakeData.of(1_203);

    @Test
    void aTableHasALineForEachTransaction() throws Exception {
        var file = folder.resolve("all.csv");
        long written = new TransactionExport(data, (_, _) -> {}).write(DataSession.NONE, Filter.ALL, file);

        var lines = Files.readAllLines(file);
        assertThat(written).isEqualTo(1_203);
        assertThat(lines).hasSize(1_204);
        assertThat(lines.getFirst()).isEqualTo("tid,time,objects,packed,user,description");
        assertThat(lines.get(1))
                .isEqualTo("0x%s,%s,3,false,\"admin\",\"edit\""
                        .formatted(Long.toHexString(data.tid(1_202)), new Tid(data.tid(1_202)).toInstant()));
    }

    @Test
    void onlyWhatTheFilterAcceptsIsWritten() throws Exception {
        var file = folder.resolve("some.jsonl");
        new TransactionExport(data, (_, _) -> {})
                .write(data.tid(100), new Filter("", "long description", DataSession.NONE), file);

        assertThat(Files.readAllLines(file))
                .hasSize(15)
                .allMatch(line -> line.startsWith("{\"tid\":\"0x") && line.endsWith("/edit: a long description\"}"));
    }

    @Test
    void textIsForPeople() throws Exception {
        var file = folder.resolve("all.txt");
        new TransactionExport(data, (_, _) -> {}).write(data.tid(0), Filter.ALL, file);

        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("    /erp5/portal");
    }

    @Test
    void anExportThatIsEndedLeavesNoFile() {
        var export = new TransactionExport(data, (_, _) -> {
            throw new CancellationException();
        });

        assertThatThrownBy(() -> export.write(DataSession.NONE, Filter.ALL, folder.resolve("cut.csv")))
                .isInstanceOf(CancellationException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
