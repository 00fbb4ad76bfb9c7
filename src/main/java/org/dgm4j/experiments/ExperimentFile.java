package org.dgm4j.experiments;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.dgm4j.base.NumberText;

/**
 * A CSV file (RFC 4180, without line breaks in cells) whose lines are only ever appended, by any
 * number of processes at once: each holds the file's lock while it reads or writes.
 *
 * <p>The first line names the columns. Other columns than this version's stay where they are; those
 * that are missing are added, at the end of each line.
 */
final class ExperimentFile {

  private static final CSVFormat FORMAT = CSVFormat.RFC4180;
  private static final long PATIENCE = 20_000_000_000L; // 20 s; a line takes milliseconds
  private static final long BETWEEN_TRIES = 2_000_000; // 2 ms, about what a line takes

  /** Every byte as a character: what this version does not know is written as it was. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private final Path file;
  private final List<String> columns;
  private final List<String> essential;

  /**
   * @param columns what this version writes
   * @param essential the columns without which a file is another kind of file
   */
  ExperimentFile(Path file, List<String> columns, List<String> essential) {
    this.file = file;
    this.columns = List.copyOf(columns);
    this.essential = List.copyOf(essential);
  }

  /**
   * A line below the first.
   *
   * @param number its place, from 1 on
   * @param cells by their columns; null if it is damaged
   */
  record Line(int number, Map<String, String> cells) {}

  /** The lines; none if there is no file. */
  List<Line> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    return locked(
        "r",
        open -> {
          List<String> lines = lines(content(open));
          if (lines.isEmpty()) {
            return List.of();
          }
          List<String> header = header(lines.get(0));
          List<Line> read = new ArrayList<>();
          for (String line : lines.subList(1, lines.size())) {
            read.add(new Line(read.size() + 1, cells(header, line)));
          }
          return read;
        });
  }

  private static Map<String, String> cells(List<String> header, String line) {
    List<String> row = parse(line);
    if (row == null || row.size() != header.size()) {
      return null;
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      cells.put(header.get(i), new String(row.get(i).getBytes(BYTES), StandardCharsets.UTF_8));
    }
    return cells;
  }

  /** Appends lines at the end, all or none. */
  void append(List<Map<String, String>> rows) {
    locked(
        "rw",
        open -> {
          String content = open.length() == 0 ? "" : content(open);
          List<String> lines = lines(content);
          List<String> header = lines.isEmpty() ? columns : header(lines.get(0));
          List<String> missing = columns.stream().filter(c -> !header.contains(c)).toList();
          StringBuilder added = new StringBuilder();
          if (lines.isEmpty()) {
            added.append(format(columns)).append('\n');
          } else if (!content.endsWith("\n")) {
            added.append('\n');
          }
          if (!missing.isEmpty()) {
            rewrite(open, content, widened(lines, header.size(), missing));
            added.setLength(0);
          }
          List<String> all = new ArrayList<>(header);
          all.addAll(missing);
          for (Map<String, String> row : rows) {
            List<String> cells = all.stream().map(c -> row.getOrDefault(c, "")).toList();
            added.append(format(cells)).append('\n');
          }
          open.seek(open.length());
          open.write(added.toString().getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  private static String widened(List<String> lines, int width, List<String> missing) {
    StringBuilder out = new StringBuilder();
    out.append(lines.get(0)).append(',').append(format(missing)).append('\n');
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = parse(line);
      boolean sound = cells != null && cells.size() == width;
      out.append(line).append(sound ? ",".repeat(missing.size()) : "").append('\n');
    }
    return out.toString();
  }

  /** Replaces the content; a copy of the old one lies beside the file until that is done. */
  private void rewrite(RandomAccessFile open, String old, String content) throws IOException {
    Path copy = file.resolveSibling(file.getFileName() + ".old");
    Files.write(copy, old.getBytes(BYTES));
    open.seek(0);
    open.write(content.getBytes(BYTES));
    open.setLength(open.getFilePointer());
    Files.delete(copy);
  }

  private List<String> header(String line) {
    List<String> header = parse(line.startsWith(BYTE_ORDER_MARK) ? line.substring(3) : line);
    if (header == null || !header.containsAll(essential)) {
      throw new IllegalStateException(
          NumberText.format(
              "'%s' is no table of experiments, as its first line lacks some of the columns %s: rename it, and a new one will be made",
              file, String.join(", ", essential)));
    }
    return header;
  }

  private static String content(RandomAccessFile open) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(open.length())];
    open.seek(0);
    open.readFully(bytes);
    return new String(bytes, BYTES);
  }

  private static List<String> lines(String content) {
    return content.lines().filter(line -> !line.isBlank()).toList();
  }

  /** The cells of a line; null if its quotes do not match. */
  private static List<String> parse(String line) {
    try (CSVParser parser = FORMAT.parse(new StringReader(line))) {
      return parser.iterator().next().toList();
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }

  private static String format(List<String> cells) {
    return FORMAT.format(cells.stream().map(cell -> cell.replaceAll("\\R", " ")).toArray());
  }

  private interface Action<T> {
    T run(RandomAccessFile open) throws IOException;
  }

  /** Does something with the file, which no other thread or process reads or writes meanwhile. */
  private <T> T locked(String mode, Action<T> action) {
    synchronized (ExperimentFile.class) {
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), mode);
          FileLock lock = lock(open, mode.equals("r"))) {
        return action.run(open);
      } catch (IOException e) {
        throw new UncheckedIOException(
            NumberText.format(
                "'%s' can't be %s (%s): check the folder's and the file's permissions",
                file, mode.equals("r") ? "read" : "written", e.getMessage()),
            e);
      }
    }
  }

  /** Never blocks, as an interrupt would close a file that waits; null where locks do not exist. */
  private FileLock lock(RandomAccessFile open, boolean shared) {
    long end = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < end) {
      try {
        FileLock lock = open.getChannel().tryLock(0, Long.MAX_VALUE, shared);
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // Another class loader of this process holds it.
      } catch (IOException e) {
        return null;
      }
      LockSupport.parkNanos(BETWEEN_TRIES);
    }
    throw new IllegalStateException(
        NumberText.format("'%s' is locked by another program: close it there", file));
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
