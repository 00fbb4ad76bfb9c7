package org.dgm4j.data.files;

import ai.djl.basicdataset.BasicDatasets;
import ai.djl.repository.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;

/**
 * CIFAR-10 in its binary version: records of a label and 32×32 bytes each of red, green and blue.
 *
 * <p>The files are those of its authors, or their archive as it is downloaded, or the two that
 * DJL's repository has, where the batches to train with are one file.
 */
public final class Cifar10 {

  private static final String TEST = "test_batch.bin";
  private static final List<String> BATCHES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          TEST);
  private static final String ARCHIVE = "cifar-10-binary.tar";

  /** The folder in the archive. */
  private static final String UNPACKED = "cifar-10-batches-bin";

  private static final String ALL_BATCHES = "data_batch.bin";

  private static final int SIDE = 32;
  private static final int VALUES = 3 * SIDE * SIDE;
  private static final int RECORD = 1 + VALUES;
  private static final int CLASSES = 10;
  private static final int MOST_IMAGES = 50_000; // those to train with, in one file
  private static final int MOST_BYTES = MOST_IMAGES * RECORD;

  private static final int TAR_BLOCK = 512;
  private static final int TAR_NAME = 100; // its bytes, which end at a zero
  private static final int TAR_SIZE = 124;
  private static final int TAR_SIZE_LENGTH = 12;

  private Cifar10() {}

  /** Colour images; the last fifth of those to train with, which is the fifth batch, validates. */
  public static Dataset colour(Path dataFolder) {
    return colour(dataFolder, BasicDatasets.REPOSITORY);
  }

  static Dataset colour(Path dataFolder, Repository repository) {
    Path folder = dataFolder.resolve("cifar10");
    Map<String, byte[]> records = records(folder, repository);
    byte[] tested = records.remove(TEST);
    Samples train = images(records.values());
    int validation = train.count() / 5;
    return new Dataset(
        "cifar-10",
        "small photographs by Krizhevsky, from "
            + folder
            + "; labels: 0 aeroplane, 1 car, 2 bird, 3 cat, 4 deer, 5 dog, 6 frog, 7 horse, 8 ship,"
            + " 9 lorry",
        train.range(0, train.count() - validation),
        train.range(train.count() - validation, train.count()),
        images(List.of(tested)));
  }

  /** The records of each file, in order. */
  private static Map<String, byte[]> records(Path path, Repository repository) {
    DatasetFolder folder = new DatasetFolder(path);
    Path inside = path.resolve(UNPACKED);
    DatasetFolder batches = Files.isDirectory(inside) ? new DatasetFolder(inside) : folder;
    List<String> missing = batches.missing(BATCHES);
    if (missing.isEmpty()) {
      return records(batches, BATCHES);
    }
    Optional<Path> archive = folder.file(ARCHIVE);
    if (archive.isPresent()) {
      return DataFile.read(archive.get(), in -> unpacked(archive.get(), in));
    }
    List<String> fetched = List.of(ALL_BATCHES, TEST);
    List<String> wanted = folder.missing(fetched);
    RepositoryDownload download =
        new RepositoryDownload(repository, "cifar10", Map.of(ALL_BATCHES, ALL_BATCHES, TEST, TEST));
    String failure = wanted.isEmpty() ? "" : download.fetch(wanted, path);
    if (!failure.isEmpty()) {
      throw batches.lacks(
          String.join(", ", missing) + ", or in their place " + ARCHIVE + ".gz", failure);
    }
    return records(folder, fetched);
  }

  private static Map<String, byte[]> records(DatasetFolder folder, List<String> names) {
    Map<String, byte[]> records = new LinkedHashMap<>();
    for (String name : names) {
      Path file = folder.file(name).orElseThrow();
      records.put(
          name, check(file.toString(), DataFile.read(file, in -> in.readNBytes(MOST_BYTES + 1))));
    }
    return records;
  }

  /**
   * The batches in a tar file: for each file a block with its name at first and, in octal, its size
   * from byte 124 on, then as many blocks as it fills (POSIX.1-1988, ustar).
   */
  private static Map<String, byte[]> unpacked(Path archive, InputStream in) throws IOException {
    Map<String, byte[]> records = new LinkedHashMap<>();
    BATCHES.forEach(name -> records.put(name, new byte[0]));
    byte[] header = in.readNBytes(TAR_BLOCK);
    while (header.length == TAR_BLOCK && header[0] != 0) {
      String name = text(header, 0, TAR_NAME);
      name = name.substring(name.lastIndexOf('/') + 1);
      int size = tarSize(archive, text(header, TAR_SIZE, TAR_SIZE_LENGTH).strip());
      int padded = (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
      byte[] content = in.readNBytes(padded);
      if (content.length < padded) {
        throw new IllegalArgumentException(
            String.format("%s ends within %s; copy or download it again", archive, name));
      }
      records.computeIfPresent(name, (known, none) -> Arrays.copyOf(content, size));
      header = in.readNBytes(TAR_BLOCK);
    }
    in.transferTo(OutputStream.nullOutputStream()); // to its end, where gzip has a checksum
    List<String> missing = BATCHES.stream().filter(name -> records.get(name).length == 0).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "%s has no %s; copy or download it again", archive, String.join(", ", missing)));
    }
    records.forEach((name, bytes) -> check(name + " in " + archive, bytes));
    return records;
  }

  private static String text(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    return text.contains("\0") ? text.substring(0, text.indexOf('\0')) : text;
  }

  private static int tarSize(Path archive, String octal) {
    if (!octal.matches("[0-7]{1,11}") || Long.parseLong(octal, 8) > MOST_BYTES) {
      throw new IllegalArgumentException(
          archive + " is no tar archive with CIFAR-10; copy or download it again");
    }
    return Integer.parseInt(octal, 8);
  }

  private static byte[] check(String file, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "%s holds more than the %d images that CIFAR-10 has to train with; copy or download"
                  + " it again",
              file, MOST_IMAGES));
    }
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s holds %d bytes, which are no whole number of images of %d bytes (a label, then"
                  + " 32×32 pixels in red, green and blue); copy or download it again",
              file, bytes.length, RECORD));
    }
    for (int at = 0; at < bytes.length; at += RECORD) {
      int label = bytes[at] & 0xff;
      if (label >= CLASSES) {
        throw new IllegalArgumentException(
            String.format(
                "%s has an image %d with the label %d, but labels of CIFAR-10 are 0 to 9; copy or"
                    + " download its binary version again",
                file, at / RECORD, label));
      }
    }
    return bytes;
  }

  /** Images of shape (3, 32, 32), bytes 0 to 255 as values 0 to 1. */
  private static Samples images(Iterable<byte[]> parts) {
    int count = 0;
    for (byte[] part : parts) {
      count += part.length / RECORD;
    }
    float[] values = new float[Math.multiplyExact(count, VALUES)];
    int[] labels = new int[count];
    int image = 0;
    for (byte[] part : parts) {
      for (int at = 0; at < part.length; at += RECORD) {
        labels[image] = part[at];
        for (int i = 0; i < VALUES; i++) {
          values[image * VALUES + i] = (part[at + 1 + i] & 0xff) / 255f;
        }
        image++;
      }
    }
    return Samples.owning(values, labels, count, 3, SIDE, SIDE);
  }
}
