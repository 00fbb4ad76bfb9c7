package org.dgm4j.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.basicdataset.BasicDatasets;
import ai.djl.repository.Repository;
import ai.djl.util.Utils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.dgm4j.base.Randomness;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LoadersTest {

  /** Data sets that are not drawn, but read from files that a machine may lack. */
  private static final Set<String> OF_FILES =
      Set.of("mnist", "binarized-mnist", "fashion-mnist", "cifar-10");

  private static final List<String> NAMES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  private static final int NONE = -1;

  @TempDir Path folder;

  @Test
  void idxIsReadGzippedOrPlainWhateverItsName() throws IOException {
    byte[] images = images(2, 1, 3, 0, 51, 102, 153, 204, 255);
    for (Path file : new Path[] {write("a.gz", images), write("b", gzip(images))}) {
      Samples samples = IdxFile.images(file);
      assertArrayEquals(new int[] {1, 1, 3}, samples.shape());
      assertArrayEquals(new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, samples.values());
    }
    assertArrayEquals(new int[] {3, 255}, IdxFile.labels(write("c", labels(2, 3, 255))));
  }

  @Test
  void damagedIdxFilesAreNamed() throws IOException {
    byte[] images = images(2, 1, 3, 0, 51, 102, 153, 204, 255);
    byte[] zipped = gzip(images);
    byte[] flipped = zipped.clone();
    flipped[zipped.length - 5] ^= 1;
    fails(
        "ends in the middle of its gzip data; copy or download it again",
        file -> IdxFile.images(file),
        Arrays.copyOf(zipped, zipped.length - 9));
    fails("has damaged gzip data (", file -> IdxFile.images(file), flipped);
    fails("is empty; an IDX file of images is wanted", file -> IdxFile.images(file));
    fails("is too short; an IDX file of labels is wanted", file -> IdxFile.labels(file), 0, 0, 8);
    fails(
        "holds labels (magic number 2049), but images (magic number 2051) are wanted",
        file -> IdxFile.images(file),
        labels(1, 7));
    fails(
        "holds images (magic number 2051), but labels (magic number 2049) are wanted",
        file -> IdxFile.labels(file),
        images);
    fails(
        "is no IDX file of images: it starts with the magic number 1347093252 instead of 2051",
        file -> IdxFile.images(file),
        'P',
        'K',
        3,
        4,
        5);
    fails(
        "ends within its header; copy or download it again",
        file -> IdxFile.images(file),
        Arrays.copyOf(images, 10));
    fails(
        "promises 6 bytes in its header, but holds only 5; copy or download it again",
        file -> IdxFile.images(file),
        Arrays.copyOf(images, images.length - 1));
    fails(
        "holds more than the 6 bytes that its header promises; copy or download it again",
        file -> IdxFile.images(file),
        Arrays.copyOf(images, images.length + 1));
    fails(
        "says in its header that there are 0 images; at least 1 is needed",
        file -> IdxFile.images(file),
        images(0, 28, 28));
    fails(
        "says in its header that there are 0 columns; at least 1 is needed",
        file -> IdxFile.images(file),
        images(3, 28, 0));
    fails(
        "says in its header that there are 4294967295 images; at least 1 is needed",
        file -> IdxFile.images(file),
        images(-1, 28, 28));
    assertEquals(
        "There is no file " + folder.resolve("none"),
        message(() -> IdxFile.images(folder.resolve("none"))));
    assertTrue(message(() -> IdxFile.images(folder)).contains(" cannot be read: "));
  }

  @Test
  void aHeaderThatPromisesTooMuchAllocatesNothing() throws IOException {
    for (byte[] content :
        new byte[][] {
          images(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 2),
          images(1_000_000, 28, 28, 1, 2),
          gzip(images(2_000_000_000, 1, 1, 1, 2))
        }) {
      fails("bytes can hold or this library can load", file -> IdxFile.images(file), content);
    }
  }

  @Test
  void binaryTablesHaveBlanksOrCommas() throws IOException {
    Samples blanks = BinaryTable.read(write("a.amat", "0 1 1\r\n1  0\t0 \n\n"));
    assertArrayEquals(new float[] {0, 1, 1, 1, 0, 0}, blanks.values());
    assertArrayEquals(new int[] {3}, blanks.shape());
    Samples commas = BinaryTable.read(write("b.data", gzip("0,1\n1, 0".getBytes("UTF-8"))));
    assertArrayEquals(new float[] {0, 1, 1, 0}, commas.values());
    assertEquals(2, commas.count());
  }

  @Test
  void longBinaryTablesCrossEveryBuffer() throws IOException {
    int rows = 3001;
    int columns = 101;
    StringBuilder text = new StringBuilder();
    float[] expected = new float[rows * columns];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Randomness.uniform(3, i) < 0.3 ? 1 : 0;
      text.append((int) expected[i]).append(i % columns == columns - 1 ? '\n' : ' ');
    }
    assertArrayEquals(expected, BinaryTable.read(write("long", text.toString())).values());
  }

  @Test
  void wrongBinaryTablesAreNamedWithTheirLine() throws IOException {
    String allowed = "'; only 0 and 1, separated by blanks or commas, are allowed";
    failsText("Value 2 in line 3 of FILE is '2" + allowed, "0 1\n\n1 2\n");
    failsText("Value 1 in line 1 of FILE is '0.5" + allowed, "0.5 1\n");
    failsText("Value 2 in line 1 of FILE is '11" + allowed, "0 11\n");
    failsText("Value 1 in line 1 of FILE is '-1" + allowed, "-1 0\n");
    failsText(
        "Line 3 of FILE has 1 values, but line 1 has 2; every line needs as many", "0 1\n1 1\n0");
    failsText(
        "Line 2 of FILE has 3 values, but line 1 has 2; every line needs as many", "0 1\n1 1 0");
    failsText("Value 2 in line 1 of FILE is missing", "0,,1\n");
    failsText("Value 1 in line 2 of FILE is missing", "0,1\n,1\n");
    failsText("Value 3 in line 1 of FILE is missing", "0,1,\n1,1,\n");
    failsText(
        "FILE has no examples; lines of 0 and 1 separated by blanks or commas are wanted", " \n\n");
    byte[] zipped = gzip("0 1\n".repeat(1000).getBytes("UTF-8"));
    fails(
        "ends in the middle of its gzip data; copy or download it again",
        file -> BinaryTable.read(file),
        Arrays.copyOf(zipped, zipped.length / 2));
  }

  @Test
  void aFolderOfTablesGivesTheSplitsAndAFileIsSplit() throws IOException {
    Path tables = Files.createDirectory(folder.resolve("toy"));
    Files.writeString(tables.resolve("toy.train.data"), "0,1\n1,1\n");
    Files.writeString(tables.resolve("toy.valid.data"), "1,0\n");
    assertEquals(
        tables
            + " needs exactly one file each for train, valid and test, such as NAME.test.data.gz,"
            + " but for test it has none",
        message(() -> Datasets.binaryTable(tables.toString())));
    Files.writeString(tables.resolve("toy.test.data"), "0,0\n");
    Dataset toy = Datasets.binaryTable(tables.toString());
    assertEquals("toy", toy.name());
    assertEquals(2, toy.train().count());
    assertArrayEquals(new float[] {1, 0}, toy.validation().values());
    assertArrayEquals(new float[] {0, 0}, toy.test().values());
    Dataset single = Datasets.binaryTable(write("one.txt", "0\n1\n1\n0\n").toString());
    assertEquals(2, single.train().count());
    assertEquals(1, single.test().count());
    Files.writeString(tables.resolve("toy.test.csv"), "0,0,1\n");
    assertTrue(
        message(() -> Datasets.binaryTable(tables.toString()))
            .endsWith("but for test it has toy.test.csv, toy.test.data"));
    Files.delete(tables.resolve("toy.test.data"));
    assertEquals(
        "All splits need examples of one shape, but these have [2] and [3]",
        message(() -> Datasets.binaryTable(tables.toString())));
  }

  @Test
  void relativePathsAreAlsoFoundInTheDataFolder() throws IOException {
    write("table.txt", "0 0\n1 1\n0 1\n");
    String before = System.getProperty("dgm4j.data");
    System.setProperty("dgm4j.data", folder.toString());
    try {
      assertEquals(folder, Datasets.folder());
      assertEquals(1, Datasets.binaryTable("table.txt").train().count());
      assertEquals(
          "There is no file nowhere.txt", message(() -> Datasets.binaryTable("nowhere.txt")));
    } finally {
      if (before == null) {
        System.clearProperty("dgm4j.data");
      } else {
        System.setProperty("dgm4j.data", before);
      }
    }
  }

  @Test
  void missingFilesAreNamedWithTheirFolder() throws IOException {
    Repository empty = Repository.newInstance("empty", folder.resolve("none").toString());
    write("mnist/train-labels-idx1-ubyte", labels(1, 7));
    String grey =
        assertThrows(IllegalStateException.class, () -> Mnist.grey(folder, empty)).getMessage();
    assertTrue(
        grey.startsWith(
            folder.resolve("mnist")
                + " lacks train-images-idx3-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte ("),
        grey);
    assertTrue(
        grey.endsWith(
            "); put these files there, gzipped or plain, or set DGM4J_DATA to the folder that has"
                + " mnist/"),
        grey);
    assertEquals(
        folder.resolve("binarized_mnist")
            + " lacks binarized_mnist_train.amat, binarized_mnist_valid.amat,"
            + " binarized_mnist_test.amat (there is no download for them); put these files there,"
            + " gzipped or plain, or set DGM4J_DATA to the folder that has binarized_mnist/",
        assertThrows(IllegalStateException.class, () -> Mnist.binarized(folder)).getMessage());
  }

  @Test
  void nothingIsFetchedWhenDjlIsOffline() {
    assumeTrue(Utils.isOfflineMode(), "skipped: DJL is not offline");
    String message =
        assertThrows(
                IllegalStateException.class, () -> Mnist.grey(folder, BasicDatasets.REPOSITORY))
            .getMessage();
    assertTrue(message.contains(" (DJL is in offline mode); put these files there"), message);
    assertFalse(Files.exists(folder.resolve("mnist")));
  }

  @Test
  void mnistIsFetchedThroughTheRepositoryOfDjl() throws Exception {
    List<byte[]> contents = smallMnist();
    Repository repository = DiskRepository.at(folder, "mnist", files(contents, NONE));
    Dataset mnist = Mnist.grey(folder, repository);
    assertEquals(6, mnist.train().count());
    assertArrayEquals(new int[] {7}, mnist.validation().labels());
    assertArrayEquals(new float[] {1, 0}, mnist.test().values());
    Path target = folder.resolve("mnist");
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(contents.get(i), Files.readAllBytes(target.resolve(NAMES.get(i) + ".gz")));
    }
    Files.delete(target.resolve("t10k-images-idx3-ubyte.gz"));
    Files.createFile(target.resolve(".t10k-images-idx3-ubyte.gz1.part")); // as kill -9 leaves it
    Repository tampered = DiskRepository.at(folder, "mnist", files(contents, 2));
    String failure =
        assertThrows(IllegalStateException.class, () -> Mnist.grey(folder, tampered)).getMessage();
    assertTrue(failure.contains(" does not have the SHA-1 that DJL's repository states"), failure);
    assertTrue(failure.contains(" lacks t10k-images-idx3-ubyte ("), failure);
    try (Stream<Path> left = Files.list(target)) {
      assertEquals(3, left.count());
    }
  }

  @Test
  void fashionMnistHasItsOwnFolderAndPlaceInTheRepository() throws Exception {
    List<byte[]> contents = smallMnist();
    Repository repository = DiskRepository.at(folder, "fashmnist", files(contents, NONE));
    Dataset fashion = Mnist.fashion(folder, repository);
    assertEquals("fashion-mnist", fashion.name());
    assertEquals(6, fashion.train().count());
    assertArrayEquals(new int[] {9}, fashion.test().labels());
    assertTrue(fashion.description().endsWith(", 9 ankle boot"), fashion.description());
    assertArrayEquals(
        contents.get(3),
        Files.readAllBytes(folder.resolve("fashion_mnist/t10k-labels-idx1-ubyte.gz")));
    assertFalse(Files.exists(folder.resolve("mnist")));
    String message =
        assertThrows(IllegalStateException.class, () -> Mnist.grey(folder, repository))
            .getMessage();
    assertTrue(message.startsWith(folder.resolve("mnist") + " lacks train-images-idx3-"), message);
    Repository none = Repository.newInstance("none", folder.resolve("none").toString());
    Files.delete(folder.resolve("fashion_mnist/train-labels-idx1-ubyte.gz"));
    String missing =
        assertThrows(IllegalStateException.class, () -> Mnist.fashion(folder, none)).getMessage();
    assertTrue(
        missing.startsWith(folder.resolve("fashion_mnist") + " lacks train-labels-idx1-ubyte ("),
        missing);
    assertTrue(missing.endsWith(" to the folder that has fashion_mnist/"), missing);
  }

  /** Seven images to train with and one to test, as MNIST has them. */
  private static List<byte[]> smallMnist() throws IOException {
    return List.of(
        gzip(images(7, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)),
        gzip(labels(7, 1, 2, 3, 4, 5, 6, 7)),
        gzip(images(1, 1, 2, 255, 0)),
        gzip(labels(1, 9)));
  }

  /** The four files of a repository, of which one may have the wrong hash. */
  private static List<DiskRepository.Item> files(List<byte[]> contents, int wrong) {
    List<String> items = List.of("train_data", "train_labels", "test_data", "test_labels");
    return IntStream.range(0, 4)
        .mapToObj(
            i ->
                new DiskRepository.Item(
                    items.get(i), NAMES.get(i) + ".gz", contents.get(i), i != wrong))
        .toList();
  }

  @Test
  void imagesAndLabelsMustBelongTogether() throws IOException {
    Repository none = Repository.newInstance("none", folder.resolve("none").toString());
    write("mnist/train-images-idx3-ubyte", images(2, 1, 1, 1, 2));
    write("mnist/train-labels-idx1-ubyte", labels(3, 1, 2, 3));
    write("mnist/t10k-images-idx3-ubyte", images(1, 1, 1, 1));
    write("mnist/t10k-labels-idx1-ubyte", labels(1, 1));
    assertEquals(
        String.format(
            "%s has 2 images, but %s has 3 labels; these files do not belong together",
            folder.resolve("mnist/train-images-idx3-ubyte"),
            folder.resolve("mnist/train-labels-idx1-ubyte")),
        message(() -> Mnist.grey(folder, none)));
    write("binarized_mnist/binarized_mnist_train.amat", "0 1\n");
    write("binarized_mnist/binarized_mnist_valid.amat", "0 1\n");
    write("binarized_mnist/binarized_mnist_test.amat", "0 1\n");
    assertEquals(
        folder.resolve("binarized_mnist/binarized_mnist_train.amat")
            + " has 2 values a line, but images of 28×28 need 784",
        message(() -> Mnist.binarized(folder)));
  }

  @Test
  void dataSetsAreKnownByName() {
    for (String name : Datasets.names()) {
      assertFalse(Datasets.about(name).isBlank());
      if (!OF_FILES.contains(name)) {
        assertEquals(name, Datasets.named(name).name(), "The entry and the data set differ");
      }
    }
    assertEquals(30, Datasets.named("bars-and-stripes").test().count());
    assertTrue(
        message(() -> Datasets.named("minst"))
            .startsWith("There is no data set 'minst'; did you mean 'mnist'? Known are "));
    assertTrue(message(() -> Datasets.about("binarised")).contains("'binarized-mnist'?"));
    assertTrue(
        message(() -> Datasets.named("foo"))
            .startsWith("There is no data set 'foo'. Known are drawn-digits, "));
  }

  private void failsText(String expected, String content) throws IOException {
    Path file = write("table", content);
    assertEquals(expected.replace("FILE", file.toString()), message(() -> BinaryTable.read(file)));
  }

  private interface Reading {
    void read(Path file);
  }

  private void fails(String expected, Reading reading, int... content) throws IOException {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) content[i];
    }
    fails(expected, reading, bytes);
  }

  private void fails(String expected, Reading reading, byte[] content) throws IOException {
    Path file = write("bad", content);
    String message = message(() -> reading.read(file));
    assertTrue(message.startsWith(file + " ") && message.contains(expected), message);
  }

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes("UTF-8"));
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] images(int count, int height, int width, int... pixels) {
    return idx(new int[] {0x803, count, height, width}, pixels);
  }

  private static byte[] labels(int count, int... labels) {
    return idx(new int[] {0x801, count}, labels);
  }

  private static byte[] idx(int[] header, int[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * header.length + values.length);
    for (int word : header) {
      buffer.putInt(word);
    }
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.array();
  }
}
