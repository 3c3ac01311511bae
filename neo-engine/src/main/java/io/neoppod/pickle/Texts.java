package io.neoppod.pickle;

import io.neoppod.pickle.Value.Bytes;
import io.neoppod.pickle.Value.Text;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The text of values that are text to a person.
public final class Texts {
    private Texts() {}

    /// The text of a key or name, also when it is an 8-bit string of Python 2; null when it is none.
    ///
    /// @param longest what is longer is none
    public static @Nullable String key(Value value, int longest) {
        var text = switch (value) {
            case Text(var characters) -> characters;
            case Bytes bytes when bytes.kind() == Bytes.Kind.PYTHON_2 -> ascii(bytes);
            default -> null;
        };
        return text == null || text.length() > longest ? null : text;
    }

    /// The bytes as text; null when one is not printable ASCII.
    static @Nullable String ascii(Bytes bytes) {
        for (byte b : bytes.value()) {
            if (b < ' ' && b != '\n' && b != '\t' || b == 0x7f) {
                return null;
            }
        }
        return new String(bytes.value(), StandardCharsets.US_ASCII);
    }
}
