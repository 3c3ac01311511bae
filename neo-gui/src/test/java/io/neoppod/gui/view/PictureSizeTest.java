package io.neoppod.gui.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSizeTest {
    private static byte[] picture(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "jpeg"})
    void theSizeIsToldByTheFirstBytes(String format) throws IOException {
        var bytes = picture(format, 300, 20);
        assertThat(PictureSize.width(bytes)).isEqualTo(300);
        assertThat(PictureSize.isReasonable(bytes)).isTrue();
        for (int length = 0; length < Math.min(30, bytes.length); length++) {
            PictureSize.isReasonable(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void aPictureThatWouldFillTheMemoryIsNotDecoded() throws IOException {
        var bytes = picture("png", 10, 10);
        bytes[17] = 1;
        bytes[21] = 1;
        assertThat(PictureSize.isReasonable(bytes)).isFalse();
    }
}
