package io.neoppod.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.neoppod.cli.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "print cluster",
                "print node",
                "print node Storage",
                "print pt",
                "print pt 3 6 S1",
                "print pt -1",
                "set cluster running",
                "set replicas 0",
                "start",
                "add all",
                "add S1 S2",
                "add",
                "tweak",
                "tweak -n",
                "tweak -n S2",
                "kill M2",
                "drop S1",
                "check",
                "check :",
                "check :S1 3:S2",
                "check 0: 1:S3 tid:1 1325421296.5",
                "prune_orphan 0 S7",
                "prune_orphan 1 all",
                "truncate tid:0x040d2fd092ac9844",
                "flush_log"
            })
    void takes(String command) {
        assertThatCode(() -> parse(command)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    foo bar            ; invalid command: foo bar
                    print foo          ; invalid command: print foo
                    Print cluster      ; invalid command: Print cluster
                    print cluster x    ; usage: print cluster
                    print node printer ; invalid node type: printer (one of MASTER, STORAGE, CLIENT, ADMIN)
                    print pt x         ; invalid number: x
                    print pt 0 3 s1    ; invalid node id: s1
                    print pt 0 3 S1 4  ; usage: print pt [min [max [node]]]
                    set replicas -1    ; invalid number of replicas
                    set replicas       ; usage: set replicas <n>
                    kill               ; usage: kill <node>
                    kill S1 S2         ; usage: kill <node>
                    kill S1x           ; invalid node id: S1x
                    kill S99999999999  ; invalid node id: S99999999999
                    add all S1         ; usage: add <node>… | all
                    prune_orphan 2 S1  ; prune_orphan: the first argument is 1 for a dry run, else 0, not 2
                    check 0: :         ; check: an argument for all partitions must come first
                    check 0:x          ; invalid node id: x
                    truncate           ; usage: truncate <tid>
                    truncate yesterday ; invalid TID: yesterday (tid:<integer>, or a UNIX time)
                    truncate tid:-1    ; invalid TID: tid:-1 (tid:<integer>, or a UNIX time)
                    truncate nan       ; invalid TID: nan (tid:<integer>, or a UNIX time)
                    """)
    void refusesWithALine(String command, String message) {
        assertThatThrownBy(() -> parse(command)).isInstanceOf(BadCommand.class).hasMessage(message);
    }

    @Test
    void printAloneListsWhatItCanPrint() {
        assertThatThrownBy(() -> parse("print")).hasMessage("""
                        'print' needs one of:
                          print cluster
                          print node [type]
                          print pt [min [max [node]]]
                          print ids
                          print primary
                          print summary""");
    }

    /// TIDs that the reference computes.
    @ParameterizedTest
    @CsvSource({
        "tid:257684787499560686, 3937af2eeeeeeee",
        "TID:0x3937af2eeeeeeee, 3937af2eeeeeeee",
        "tid:0b101, 5",
        "tid:0o17, f",
        "1325421296, 3937af2eeeeeeee",
        "1795350754.376765, 40d2fd092ac9833",
        "1e9, 33f2eeaaaaaaaaa",
        "0, 23c2b0000000000"
    })
    void readsTids(String word, String tid) throws BadCommand {
        assertThat(Long.toHexString(TidArgument.parse(word))).isEqualTo(tid);
    }

    @Test
    void wrongCommandsEndWithStatus1BeforeAnyConnection() {
        var run = Run.neo("ctl", "foo", "bar");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("invalid command: foo bar\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutCommandListsAllOfThem() {
        var run = Run.neo("ctl");
        assertThat(run.status()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 110);
        for (var verb : Verb.values()) {
            assertThat(run.out()).contains("  " + verb.synopsis() + "\n");
        }
    }

    @Test
    void saysWhenNoAdminAnswers() {
        var run = Run.neo("ctl", "-a127.0.0.1:1", "print", "cluster");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("ERROR: not connected\n");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        var run = Run.neo("ctl", "--addr=127.0.0.1:port", "print", "cluster");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("127.0.0.1:port");
    }

    @Test
    void encryptionNeedsThreeFiles() {
        var run = Run.neo("ctl", "--ca", "ca.pem", "print", "cluster");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("encryption needs three files: --ca, --cert and --key\n");
    }

    private static Verb.Action parse(String command) throws BadCommand {
        return Verb.parse(List.of(command.split(" ")));
    }
}
