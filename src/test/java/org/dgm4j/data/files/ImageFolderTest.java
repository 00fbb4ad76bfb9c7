package org.dgm4j.data.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

  @TempDir Path folder;

  @Test
  void greyValuesAreTakenAsTheyAre() throws IOException {
    for (int i = 0; i < 3; i++) {
      BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setPixels(0, 0, 2, 1, new int[] {51, 204});
      write(image, "png", i + ".png");
    }
    Dataset data = Datasets.images(folder.toString());
    assertArrayEquals(new int[] {1, 1, 2}, data.shape());
    assertArrayEquals(new float[] {0.2f, 0.8f}, data.test().values());
    assertFalse(data.test().hasLabels());
  }

  @Test
  void sixteenBitAndBlackAndWhitePicturesAreGrey() throws IOException {
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 65535});
    BufferedImage flat = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    flat.setRGB(1, 0, 0xffffff);
    write(deep, "png", "1.png");
    write(flat, "png", "2.png");
    write(flat, "gif", "3.gif");
    Dataset data = Datasets.images(folder.toString());
    for (Samples split : new Samples[] {data.train(), data.validation(), data.test()}) {
      assertArrayEquals(new float[] {0, 1}, split.values());
    }
  }

  @Test
  void subfoldersAreLabelsAndOneColouredPictureMakesThreeChannels() throws IOException {
    write(rgb(0x333333, 0x333333), "png", "cat/1.png");
    write(rgb(0xff0033, 0x00ff00), "png", "cat/2.PNG");
    write(rgb(0xffffff, 0xffffff), "bmp", "dog/1.bmp");
    Files.writeString(folder.resolve("dog/notes.txt"), "no picture");
    Files.writeString(Files.createDirectory(folder.resolve(".hidden")).resolve("x.png"), "no");
    Dataset data = Datasets.images(folder.toString());
    assertArrayEquals(new int[] {3, 1, 2}, data.shape());
    assertTrue(data.description().endsWith("labels: 0 cat, 1 dog"), data.description());
    String[] rows =
        Stream.of(data.train(), data.validation(), data.test())
            .map(split -> split.label(0) + " " + Arrays.toString(split.row(0)))
            .sorted()
            .toArray(String[]::new);
    assertArrayEquals(
        new String[] {
          "0 [0.2, 0.2, 0.2, 0.2, 0.2, 0.2]",
          "0 [1.0, 0.0, 0.0, 1.0, 0.2, 0.0]",
          "1 [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]"
        },
        rows);
  }

  @Test
  void transparentPixelsAreBlack() throws IOException {
    for (int i = 0; i < 3; i++) {
      BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
      image.setRGB(0, 0, 0x00ffffff);
      image.setRGB(1, 0, 0xffffffff);
      write(image, "png", i + ".png");
    }
    assertArrayEquals(new float[] {0, 1}, Datasets.images(folder.toString()).test().values());
  }

  @Test
  void jpegIsRead() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setPixels(0, 0, 8, 8, Stream.generate(() -> 102).limit(64).mapToInt(v -> v).toArray());
    for (int i = 0; i < 3; i++) {
      write(image, "jpg", i + ".jpeg");
    }
    float[] values = Datasets.images(folder.toString()).train().values();
    assertEquals(64, values.length);
    for (float value : values) {
      assertEquals(0.4, value, 0.01);
    }
  }

  @Test
  void wrongFoldersAreNamed() throws IOException {
    assertEquals("There is no folder " + folder.resolve("none"), message(folder.resolve("none")));
    assertEquals(
        folder + " has no pictures; files ending in .png, .jpg, .jpeg, .gif or .bmp are wanted",
        message(folder));
    write(rgb(0, 0), "png", "a.png");
    write(rgb(0, 0, 0), "png", "b.png");
    assertEquals(
        String.format(
            "%s is 1×3 (height×width), but %s is 1×2; all pictures need one size",
            folder.resolve("b.png"), folder.resolve("a.png")),
        message(folder));
    Files.delete(folder.resolve("b.png"));
    write(rgb(0, 0), "png", "sub/c.png");
    assertEquals(
        folder.resolve("a.png")
            + " lies beside sub-folders with pictures; put all pictures into sub-folders, whose"
            + " names are the labels, or none",
        message(folder));
    Files.writeString(folder.resolve("a.png"), "no picture");
    Files.delete(folder.resolve("sub/c.png"));
    assertEquals(folder.resolve("a.png") + " is not a picture that Java can read", message(folder));
    write(rgb(0, 0), "png", "a.png");
    byte[] whole = Files.readAllBytes(folder.resolve("a.png"));
    Files.write(folder.resolve("a.png"), Arrays.copyOf(whole, 20));
    assertTrue(
        message(folder).startsWith(folder.resolve("a.png") + " cannot be read as a picture: "),
        message(folder));
  }

  private static String message(Path folder) {
    return assertThrows(IllegalArgumentException.class, () -> Datasets.images(folder.toString()))
        .getMessage();
  }

  private static BufferedImage rgb(int... pixels) {
    BufferedImage image = new BufferedImage(pixels.length, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, pixels.length, 1, pixels, 0, pixels.length);
    return image;
  }

  private void write(BufferedImage image, String format, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertTrue(ImageIO.write(image, format, file.toFile()));
  }
}
