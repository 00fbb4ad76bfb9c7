package org.dgm4j.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dgm4j.data.Samples;

/**
 * Reads the IDX format of MNIST: a magic number, the sizes as big-endian 32-bit integers, then one
 * unsigned byte for each value. Gzipped or plain.
 */
final class IdxFile {

  private static final int IMAGES = 0x803; // unsigned bytes, three dimensions
  private static final int LABELS = 0x801; // unsigned bytes, one dimension
  private static final long LARGEST_EXPANSION = 1032; // the best that Deflate can do: 1032 to 1
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8; // what HotSpot can allocate

  private IdxFile() {}

  /** Grey images of shape (1, height, width), bytes 0 to 255 as values 0 to 1. */
  static Samples images(Path file) {
    return DataFile.read(
        file,
        in -> {
          int[] sizes = header(file, in, IMAGES, 3);
          byte[] bytes = body(file, in, sizes);
          float[] values = new float[bytes.length];
          for (int i = 0; i < bytes.length; i++) {
            values[i] = (bytes[i] & 0xff) / 255f;
          }
          return Samples.owning(values, null, sizes[0], 1, sizes[1], sizes[2]);
        });
  }

  /** One label for each example. */
  static int[] labels(Path file) {
    return DataFile.read(
        file,
        in -> {
          byte[] bytes = body(file, in, header(file, in, LABELS, 1));
          int[] labels = new int[bytes.length];
          for (int i = 0; i < bytes.length; i++) {
            labels[i] = bytes[i] & 0xff;
          }
          return labels;
        });
  }

  private static int[] header(Path file, InputStream in, int wanted, int axes) throws IOException {
    ByteBuffer start = ByteBuffer.wrap(in.readNBytes(4));
    if (start.remaining() < 4) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %s; an IDX file of %s is wanted",
              file, start.remaining() == 0 ? "empty" : "too short", kind(wanted)));
    }
    int magic = start.getInt();
    if (magic != wanted) {
      throw new IllegalArgumentException(
          magic == IMAGES || magic == LABELS
              ? String.format(
                  "%s holds %s (magic number %d), but %s (magic number %d) are wanted",
                  file, kind(magic), magic, kind(wanted), wanted)
              : String.format(
                  "%s is no IDX file of %s: it starts with the magic number %d instead of %d",
                  file, kind(wanted), magic, wanted));
    }
    ByteBuffer sizes = ByteBuffer.wrap(in.readNBytes(4 * axes));
    if (sizes.remaining() < 4 * axes) {
      throw new IllegalArgumentException(
          String.format("%s ends within its header; copy or download it again", file));
    }
    int[] result = new int[axes];
    for (int i = 0; i < axes; i++) {
      result[i] = sizes.getInt();
      if (result[i] < 1) {
        throw new IllegalArgumentException(
            String.format(
                "%s says in its header that there are %s %s; at least 1 is needed",
                file,
                Integer.toUnsignedString(result[i]),
                i == 0 ? kind(wanted) : i == 1 ? "rows" : "columns"));
      }
    }
    return result;
  }

  private static byte[] body(Path file, InputStream in, int[] sizes) throws IOException {
    double promised = 1;
    for (int size : sizes) {
      promised *= size;
    }
    if (promised > LARGEST_ARRAY || promised > Files.size(file) * LARGEST_EXPANSION) {
      throw new IllegalArgumentException(
          String.format(
              "%s promises %.0f bytes in its header, more than a file of %d bytes can hold or this"
                  + " library can load; copy or download it again",
              file, promised, Files.size(file)));
    }
    byte[] bytes = in.readNBytes((int) promised);
    if (bytes.length < promised) {
      throw new IllegalArgumentException(
          String.format(
              "%s promises %.0f bytes in its header, but holds only %d; copy or download it again",
              file, promised, bytes.length));
    }
    if (in.read() >= 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s holds more than the %.0f bytes that its header promises; copy or download it"
                  + " again",
              file, promised));
    }
    return bytes;
  }

  private static String kind(int magic) {
    return magic == IMAGES ? "images" : "labels";
  }
}
