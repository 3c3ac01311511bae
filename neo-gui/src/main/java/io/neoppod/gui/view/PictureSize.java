package io.neoppod.gui.view;

import io.neoppod.gui.model.BytesKind;

/// How large a picture is, as its first bytes say: one that would not fit into memory is not decoded.
final class PictureSize {
    private static final long MOST_PIXELS = 16_000_000;
    private static final int JPEG_FRAMES = 0xc0;

    private PictureSize() {}

    static boolean isReasonable(byte[] picture) {
        long size = size(picture);
        long pixels = (size >>> 32) * (size & 0xffff_ffffL);
        return pixels > 0 && pixels <= MOST_PIXELS;
    }

    /// 0 when it does not say.
    static int width(byte[] picture) {
        return (int) (size(picture) >>> 32);
    }

    /// Width and height.
    private static long size(byte[] picture) {
        return switch (BytesKind.of(picture)) {
            case PNG -> size(number(picture, 16, 4), number(picture, 20, 4));
            case GIF ->
                size(
                        number(picture, 7, 1) << 8 | number(picture, 6, 1),
                        number(picture, 9, 1) << 8 | number(picture, 8, 1));
            case JPEG -> jpegSize(picture);
            default -> 0;
        };
    }

    private static long size(long width, long height) {
        return width <= 0 || height <= 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
                ? 0
                : width << 32 | height;
    }

    /// Goes from segment to segment, each of which tells its length, to the one with the size.
    private static long jpegSize(byte[] picture) {
        for (int at = 2; at + 9 < picture.length; ) {
            int marker = (int) number(picture, at + 1, 1);
            boolean isFrame = (marker & 0xf0) == JPEG_FRAMES && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (isFrame) {
                return size(number(picture, at + 7, 2), number(picture, at + 5, 2));
            }
            at += 2 + (int) number(picture, at + 2, 2);
        }
        return 0;
    }

    /// 0 beyond the end.
    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            number = number << 8 | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return number;
    }
}
