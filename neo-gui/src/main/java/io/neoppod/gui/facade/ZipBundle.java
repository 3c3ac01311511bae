package io.neoppod.gui.facade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Texts in a zip file. Waits for the disk: not for the thread of the user interface.
public final class ZipBundle {
    private ZipBundle() {}

    /// Writes a file, which is there as a whole or not at all.
    ///
    /// @param texts by name, in the order in which they are written
    public static void write(Path file, Map<String, String> texts) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var zip = new ZipOutputStream(Files.newOutputStream(part))) {
                for (var text : texts.entrySet()) {
                    zip.putNextEntry(new ZipEntry(text.getKey()));
                    zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
