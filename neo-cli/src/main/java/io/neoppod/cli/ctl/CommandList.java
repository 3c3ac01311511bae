package io.neoppod.cli.ctl;

/// The help of the commands of `neo ctl`, one after the other.
final class CommandList {
    private static final int WIDTH = 100;
    private static final String INDENT = "    ";

    private CommandList() {}

    static String text() {
        var text = new StringBuilder("Available commands:\n");
        for (var verb : Verb.values()) {
            text.append("  ").append(verb.synopsis()).append('\n');
            wrap(verb.help(), text);
        }
        return text.append("""
                A <node> is written S1, M1, C1 or A1 (storage, master, client, admin).
                A <tid> is written tid:<integer>, or as a UNIX time: tid:257684787499560686, tid:0x3937af2eeeeeeee
                and 1325421296 are all 2012-01-01 12:34:56 UTC.""").toString();
    }

    private static void wrap(String help, StringBuilder text) {
        var line = new StringBuilder(INDENT);
        for (var word : help.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                text.append(line.toString().stripTrailing()).append('\n');
                line.setLength(INDENT.length());
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
