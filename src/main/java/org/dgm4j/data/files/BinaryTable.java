package org.dgm4j.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;

/**
 * Reads text of 0 and 1, one example a line, separated by blanks or commas: {@code .amat} and the
 * UCI tables of the density estimation literature. Gzipped or plain.
 */
public final class BinaryTable {

  private static final int LONGEST_SHOWN = 20;

  private final Path file;
  private byte[] values = new byte[1 << 16];
  private int size;
  private int line = 1;
  private int firstLine;
  private int columns;
  private int inRow;
  private int pending = -1;
  private boolean afterComma;

  private BinaryTable(Path file) {
    this.file = file;
  }

  /** Vectors, one for each line that is not blank. */
  static Samples read(Path file) {
    return DataFile.read(file, in -> new BinaryTable(file).parse(in));
  }

  /** A folder with one file for each split, or a single file that is split. */
  public static Dataset dataset(Path path) {
    String name = path.toAbsolutePath().normalize().getFileName().toString();
    String description = "binary table " + path;
    return Files.isDirectory(path)
        ? new Dataset(
            name,
            description,
            read(split(path, "train")),
            read(split(path, "valid")),
            read(split(path, "test")))
        : Dataset.split(name, description + ", split at random in a fixed way", read(path));
  }

  private static Path split(Path folder, String split) {
    Pattern named = Pattern.compile("(.*[._-])?" + split + "([._-].*)?");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> named.matcher(file.getFileName().toString()).matches())
              .sorted()
              .toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      throw new IllegalArgumentException(
          String.format(
              "%s needs exactly one file each for train, valid and test, such as"
                  + " NAME.%s.data.gz, but for %s it has %s",
              folder,
              split,
              split,
              found.isEmpty()
                  ? "none"
                  : found.stream()
                      .map(file -> file.getFileName().toString())
                      .collect(Collectors.joining(", "))));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Samples parse(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      for (int i = 0; i < length; i++) {
        byte c = buffer[i];
        if ((c == '0' || c == '1') && pending < 0) {
          pending = c - '0';
        } else if (c == ' ' || c == ',' || c == '\n' || c == '\t' || c == '\r') {
          separate(c);
        } else {
          throw notBinary(buffer, i, length, in);
        }
      }
    }
    separate((byte) '\n');
    if (size == 0) {
      throw new IllegalArgumentException(
          file + " has no examples; lines of 0 and 1 separated by blanks or commas are wanted");
    }
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = values[i];
    }
    return Samples.owning(floats, null, size / columns, columns);
  }

  private void separate(byte separator) {
    if (pending >= 0) {
      append((byte) pending);
      pending = -1;
      afterComma = false;
    }
    if (separator == ',') {
      if (afterComma || inRow == 0) {
        throw missing();
      }
      afterComma = true;
    } else if (separator == '\n') {
      endLine();
    }
  }

  private void append(byte value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size));
    }
    values[size++] = value;
    inRow++;
  }

  private void endLine() {
    if (afterComma) {
      throw missing();
    }
    if (inRow > 0) {
      if (columns == 0) {
        columns = inRow;
        firstLine = line;
      } else if (inRow != columns) {
        throw new IllegalArgumentException(
            String.format(
                "Line %d of %s has %d values, but line %d has %d; every line needs as many",
                line, file, inRow, firstLine, columns));
      }
    }
    inRow = 0;
    line++;
  }

  private IllegalArgumentException missing() {
    return new IllegalArgumentException(
        String.format("Value %d in line %d of %s is missing", inRow + 1, line, file));
  }

  private IllegalArgumentException notBinary(byte[] buffer, int at, int length, InputStream in)
      throws IOException {
    StringBuilder token = new StringBuilder(pending >= 0 ? String.valueOf(pending) : "");
    int c = buffer[at] & 0xff;
    for (int i = at + 1; c > ' ' && c != ',' && token.length() < LONGEST_SHOWN; i++) {
      token.append((char) c);
      c = i < length ? buffer[i] & 0xff : in.read();
    }
    return new IllegalArgumentException(
        String.format(
            "Value %d in line %d of %s is '%s'; only 0 and 1, separated by blanks or commas, are"
                + " allowed",
            inRow + 1, line, file, token));
  }
}
