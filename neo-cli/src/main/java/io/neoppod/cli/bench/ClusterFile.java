package io.neoppod.cli.bench;

import io.neoppod.cli.Failures;
import io.neoppod.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How to start a cluster: a text file with a shell command for each node.
///
/// ```
/// # comment
/// label = ours
/// master   = ./neo master -c {cluster} -b {master} -m '{masters}' -p 12 -A 1
/// storage1 = ./neo storage -c {cluster} -b {storage1} -m '{masters}' -a SQLite -d {folder}/1.sqlite
/// ```
///
/// | In a command | stands for |
/// |---|---|
/// | `{NODE}` | the address of that node, on a free port of this machine |
/// | `{masters}` | the addresses of all nodes whose name begins with `master` |
/// | `{cluster}` | the name of the cluster |
/// | `{folder}` | an empty folder |
///
/// `${VARIABLE}` is left to the shell.
///
/// @param label    what to call the cluster in results
/// @param commands by name of node, in the order of the file
record ClusterFile(String label, Map<String, String> commands) {
    private static final String MASTER = "master";
    private static final String LABEL = "label";
    private static final Pattern LINE = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)\\s*=\\s*(.*\\S)\\s*");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\{([A-Za-z][A-Za-z0-9_-]*)}");
    private static final List<String> RESERVED = List.of("masters", "cluster", "folder");

    static ClusterFile read(Path file) throws ConfigException {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new ConfigException(Failures.text(unreadable));
        }
    }

    static ClusterFile parse(String name, List<String> lines) throws ConfigException {
        var label = name;
        var commands = new LinkedHashMap<String, String>();
        var places = new LinkedHashMap<String, String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var place = name + ":" + (i + 1) + ": ";
            var match = LINE.matcher(line);
            if (!match.matches()) {
                throw new ConfigException(place + "expected NODE = COMMAND");
            }
            var key = match.group(1);
            if (RESERVED.contains(key) || commands.containsKey(key)) {
                throw new ConfigException(place + "the name '" + key + "' is taken");
            }
            if (key.equals(LABEL)) {
                label = match.group(2);
            } else {
                commands.put(key, match.group(2));
                places.put(key, place);
            }
        }
        if (commands.keySet().stream().noneMatch(ClusterFile::isMaster)) {
            throw new ConfigException(name + ": no node whose name begins with '" + MASTER + "'");
        }
        for (var command : commands.entrySet()) {
            checkPlaceholders(places.get(command.getKey()), command.getValue(), commands);
        }
        return new ClusterFile(label, commands);
    }

    static boolean isMaster(String node) {
        return node.startsWith(MASTER);
    }

    /// The commands with everything filled in.
    ///
    /// @param values by placeholder
    Map<String, String> commands(Map<String, String> values) {
        var filled = new LinkedHashMap<String, String>();
        commands.forEach((node, command) -> filled.put(
                node,
                PLACEHOLDER
                        .matcher(command)
                        .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))))));
        return filled;
    }

    private static void checkPlaceholders(String place, String command, Map<String, String> nodes)
            throws ConfigException {
        var match = PLACEHOLDER.matcher(command);
        while (match.find()) {
            var name = match.group(1);
            if (!RESERVED.contains(name) && !nodes.containsKey(name)) {
                throw new ConfigException(place + "{" + name + "} is neither a node of this file nor one of "
                        + String.join(", ", RESERVED));
            }
        }
    }
}
