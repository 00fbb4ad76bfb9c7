package org.dgm4j.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.repository.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.dgm4j.data.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {

  private static final int RECORD = 1 + 3 * 32 * 32;
  private static final List<String> BATCHES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  @TempDir Path data;

  private Path folder;
  private Repository none;

  @BeforeEach
  void begin() throws IOException {
    folder = Files.createDirectory(data.resolve("cifar10"));
    none = Repository.newInstance("none", data.resolve("none").toString());
  }

  /** Two images of a batch: their labels, and bytes that tell batch, image, channel and place. */
  private static byte[] batch(int number) {
    byte[] records = new byte[2 * RECORD];
    for (int i = 0; i < records.length; i++) {
      int at = i % RECORD;
      int image = i / RECORD;
      records[i] =
          (byte) (at == 0 ? (2 * number + image) % 10 : 83 * ((at - 1) / 1024) + at + number);
    }
    return records;
  }

  private static void check(Dataset cifar) {
    assertEquals("cifar-10", cifar.name());
    assertArrayEquals(new int[] {3, 32, 32}, cifar.shape());
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, cifar.train().labels());
    assertArrayEquals(new int[] {8, 9}, cifar.validation().labels());
    assertArrayEquals(new int[] {0, 1}, cifar.test().labels());
    for (int channel = 0; channel < 3; channel++) {
      for (int place = 0; place < 1024; place++) {
        int at = channel * 1024 + place;
        int wanted = (83 * channel + at + 1 + 3) & 0xff;
        assertEquals(wanted / 255f, cifar.train().value(7, at));
        assertEquals(((wanted + 1) & 0xff) / 255f, cifar.validation().value(1, at));
        assertEquals(((wanted + 2) & 0xff) / 255f, cifar.test().value(0, at));
      }
    }
  }

  private Dataset read() {
    return Cifar10.colour(data, none);
  }

  private String message() {
    return assertThrows(IllegalArgumentException.class, this::read).getMessage();
  }

  private void writeBatches(Path target) throws IOException {
    Files.createDirectories(target);
    for (int i = 0; i < 6; i++) {
      Files.write(target.resolve(BATCHES.get(i)), batch(i));
    }
  }

  @Test
  void theBatchesLieInTheFolderPlainOrGzipped() throws IOException {
    writeBatches(folder);
    check(read());
    Files.delete(folder.resolve(BATCHES.get(3)));
    Files.write(folder.resolve(BATCHES.get(3) + ".gz"), gzip(batch(3)));
    check(read());
  }

  @Test
  void theBatchesMayLieInTheFolderOfTheArchive() throws IOException {
    writeBatches(folder.resolve("cifar-10-batches-bin"));
    check(read());
  }

  @Test
  void theArchiveIsReadInWhateverOrderItHasTheBatches() throws IOException {
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    Files.write(folder.resolve("cifar-10-binary.tar"), archive(order));
    check(read());
    Files.delete(folder.resolve("cifar-10-binary.tar"));
    Collections.reverse(order);
    Files.write(folder.resolve("cifar-10-binary.tar.gz"), gzip(archive(order)));
    check(read());
  }

  @Test
  void damagedArchivesAreNamed() throws IOException {
    Path file = folder.resolve("cifar-10-binary.tar.gz");
    byte[] whole = gzip(archive(List.of(0, 1, 2, 3, 4, 5)));
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertEquals(
        file + " ends in the middle of its gzip data; copy or download it again", message());
    Files.write(file, Arrays.copyOf(archive(List.of(0, 1, 2, 3, 4, 5)), 20_000));
    assertEquals(file + " ends within data_batch_3.bin; copy or download it again", message());
    Files.write(file, gzip(archive(List.of(0, 5, 1))));
    assertEquals(
        file
            + " has no data_batch_3.bin, data_batch_4.bin, data_batch_5.bin; copy or download it"
            + " again",
        message());
    Files.write(file, gzip(batch(1)));
    assertEquals(file + " is no tar archive with CIFAR-10; copy or download it again", message());
    byte[] flipped = whole.clone();
    flipped[whole.length - 5] ^= 1;
    Files.write(file, flipped);
    assertTrue(message().startsWith(file + " has damaged gzip data ("), message());
  }

  @Test
  void damagedBatchesAreNamed() throws IOException {
    writeBatches(folder);
    Path file = folder.resolve("data_batch_4.bin");
    String wanted =
        " bytes, which are no whole number of images of 3073 bytes (a label, then 32×32 pixels in"
            + " red, green and blue); copy or download it again";
    Files.write(file, Arrays.copyOf(batch(3), RECORD + 7));
    assertEquals(file + " holds 3080" + wanted, message());
    Files.write(file, new byte[0]);
    assertEquals(file + " holds 0" + wanted, message());
    byte[] zipped = gzip(batch(3));
    Files.write(file, Arrays.copyOf(zipped, zipped.length - 9));
    assertEquals(
        file + " ends in the middle of its gzip data; copy or download it again", message());
    byte[] shifted = batch(3);
    shifted[RECORD] = (byte) 200;
    Files.write(file, shifted);
    assertEquals(
        file
            + " has an image 1 with the label 200, but labels of CIFAR-10 are 0 to 9; copy or"
            + " download its binary version again",
        message());
    Files.write(file, gzip(new byte[50_001 * RECORD]));
    assertEquals(
        file
            + " holds more than the 50000 images that CIFAR-10 has to train with; copy or download"
            + " it again",
        message());
  }

  @Test
  void missingBatchesAreNamedWithTheirFolder() throws IOException {
    writeBatches(folder);
    Files.delete(folder.resolve("data_batch_2.bin"));
    Files.delete(folder.resolve("test_batch.bin"));
    String message = assertThrows(IllegalStateException.class, this::read).getMessage();
    assertTrue(
        message.startsWith(
            folder
                + " lacks data_batch_2.bin, test_batch.bin, or in their place"
                + " cifar-10-binary.tar.gz ("),
        message);
    assertTrue(
        message.endsWith(
            "); put these files there, gzipped or plain, or set DGM4J_DATA to the folder that has"
                + " cifar10/"),
        message);
  }

  @Test
  void whatIsMissingIsFetchedThroughTheRepositoryOfDjl() throws IOException {
    byte[] all = new byte[10 * RECORD];
    for (int i = 0; i < 5; i++) {
      System.arraycopy(batch(i), 0, all, i * 2 * RECORD, 2 * RECORD);
    }
    var train = new DiskRepository.Item("data_batch.bin", "data_batch.bin.gz", gzip(all), true);
    var test = new DiskRepository.Item("test_batch.bin", "test_batch.bin.gz", gzip(batch(5)), true);
    var wrong = new DiskRepository.Item(test.name(), test.file(), test.content(), false);
    Repository tampered = DiskRepository.at(data, "cifar10", List.of(train, wrong));
    String failure =
        assertThrows(IllegalStateException.class, () -> Cifar10.colour(data, tampered))
            .getMessage();
    assertTrue(failure.contains(" does not have the SHA-1 that DJL's repository states"), failure);
    assertFalse(Files.exists(folder.resolve("test_batch.bin.gz")));
    Repository repository = DiskRepository.at(data, "cifar10", List.of(test));
    check(Cifar10.colour(data, repository)); // the other file is there
    check(read());
    assertArrayEquals(train.content(), Files.readAllBytes(folder.resolve("data_batch.bin.gz")));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** The archive of the authors, which has a folder and another file too. */
  private static byte[] archive(List<Integer> order) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    put(tar, "", new byte[0]);
    put(tar, "readme.html", new byte[100]);
    for (int number : order) {
      put(tar, BATCHES.get(number), batch(number));
    }
    tar.write(new byte[20 * 512]);
    return tar.toByteArray();
  }

  private static void put(OutputStream tar, String name, byte[] content) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(512);
    header.put(("cifar-10-batches-bin/" + name).getBytes(StandardCharsets.US_ASCII));
    header
        .position(124)
        .put(String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII));
    tar.write(header.array());
    tar.write(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
  }
}
