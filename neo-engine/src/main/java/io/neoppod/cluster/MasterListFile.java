package io.neoppod.cluster;

import io.neoppod.protocol.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text of a dynamic master list file (option `-D`): a JSON array of `["host", port]` pairs, the addresses of all
/// known masters. Reading and writing the file is the caller's: it is created empty when it is absent, and written anew
/// (aside, then renamed) each time that [#format] of [NodeRegistry#masterAddresses] changes.
///
/// Reference: neo/lib/node.py.
public final class MasterListFile {
    private static final Pattern PAIR = Pattern.compile("\\[\\s*\"([^\"\\\\]+)\"\\s*,\\s*(\\d{1,5})\\s*]");
    private static final int MAX_PORT = 65535;

    private MasterListFile() {}

    /// Addresses in the order of the file, each once.
    ///
    /// @throws IllegalArgumentException when the text is not such a list
    public static List<Address> parse(String text) {
        var trimmed = text.strip();
        if (!trimmed.startsWith("[") || !trimmed.endsWith("]") || trimmed.length() < 2) {
            throw malformed(trimmed);
        }
        var rest = trimmed.substring(1, trimmed.length() - 1).strip();
        var addresses = new LinkedHashSet<Address>();
        while (!rest.isEmpty()) {
            Matcher pair = PAIR.matcher(rest);
            if (!pair.lookingAt() || Integer.parseInt(pair.group(2)) > MAX_PORT) {
                throw malformed(rest);
            }
            addresses.add(new Address(pair.group(1), Integer.parseInt(pair.group(2))));
            rest = afterComma(rest.substring(pair.end()).strip());
        }
        return new ArrayList<>(addresses);
    }

    /// The text of the file for these addresses.
    public static String format(Collection<Address> masters) {
        return masters.stream()
                .map(master -> "[\"" + master.host() + "\", " + master.port() + "]")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String afterComma(String rest) {
        if (rest.isEmpty()) {
            return rest;
        }
        var next = rest.substring(1).strip();
        if (rest.charAt(0) != ',' || next.isEmpty()) {
            throw malformed(rest);
        }
        return next;
    }

    private static IllegalArgumentException malformed(String text) {
        var start = text.substring(0, Math.min(text.length(), 40));
        return new IllegalArgumentException("not a list of [\"host\", port] pairs: " + start);
    }
}
