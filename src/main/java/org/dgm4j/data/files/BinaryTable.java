package org.dgm4j.data.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

  private static final int LONGEST_SHOWN = 20; // a word, not a line, in an error

  private final Path file;
  private byte[] values = new byte[1 << 16];
  private int size;
  private int line;
  private int firstLine;
  private int columns;

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
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      line++;
      parse(text);
    }
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

  private void parse(String text) {
    int start = size;
    boolean afterValue = false;
    boolean afterComma = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',') {
        if (afterComma || size == start) {
          throw missing(size - start);
        }
        afterComma = true;
      } else if ((c == '0' || c == '1') && !afterValue) {
        append((byte) (c - '0'));
        afterComma = false;
      } else if (c != ' ' && c != '\t') {
        throw notBinary(text, afterValue ? i - 1 : i, afterValue ? size - start - 1 : size - start);
      }
      afterValue = c == '0' || c == '1';
    }
    if (afterComma) {
      throw missing(size - start);
    }
    if (size > start && columns == 0) {
      columns = size - start;
      firstLine = line;
    } else if (size > start && size - start != columns) {
      throw new IllegalArgumentException(
          String.format(
              "Line %d of %s has %d values, but line %d has %d; every line needs as many",
              line, file, size - start, firstLine, columns));
    }
  }

  private void append(byte value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * size));
    }
    values[size++] = value;
  }

  private IllegalArgumentException missing(int before) {
    return new IllegalArgumentException(
        String.format("Value %d in line %d of %s is missing", before + 1, line, file));
  }

  private IllegalArgumentException notBinary(String text, int from, int before) {
    int end = from + 1;
    while (end < text.length()
        && end < from + LONGEST_SHOWN
        && text.charAt(end) > ' '
        && text.charAt(end) != ',') {
      end++;
    }
    return new IllegalArgumentException(
        String.format(
            "Value %d in line %d of %s is '%s'; only 0 and 1, separated by blanks or commas, are"
                + " allowed",
            before + 1, line, file, text.substring(from, end)));
  }
}
