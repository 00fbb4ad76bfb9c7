package org.dgm4j.display.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.cv.ImageFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.junit.jupiter.api.Test;

class PictureTest {

  private static BufferedImage image(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(1);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    return image;
  }

  private static MimeBundle bundle(Object value) {
    return Views.of(value).orElseThrow().bundle();
  }

  private static BufferedImage png(MimeBundle bundle) throws IOException {
    byte[] png = Base64.getDecoder().decode(bundle.get(MimeBundle.PNG));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
  }

  @Test
  void everyPixelOfASmallImageIsKept() throws IOException {
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_GRAY
        }) {
      BufferedImage image = image(30, 20, type);
      assertArrayEquals(pixels(image), pixels(png(bundle(image))));
      assertArrayEquals(
          pixels(image), pixels(png(bundle(ImageFactory.getInstance().fromImage(image)))));
    }
  }

  @Test
  void theTextSaysSizeAndColours() {
    assertEquals(
        "image: 30 × 20 pixels, colour with transparency",
        bundle(image(30, 20, BufferedImage.TYPE_INT_ARGB)).get(MimeBundle.TEXT));
    assertEquals(
        "image: 1 × 1 pixels, grey",
        bundle(image(1, 1, BufferedImage.TYPE_BYTE_GRAY)).get(MimeBundle.TEXT));
  }

  @Test
  void aLargeImageIsMadeSmallerAndSaysSo() throws IOException {
    MimeBundle bundle = bundle(image(3000, 1000, BufferedImage.TYPE_INT_RGB));
    BufferedImage png = png(bundle);
    assertTrue(png.getWidth() <= 720);
    assertEquals(3, png.getWidth() / png.getHeight());
    assertTrue(bundle.get(MimeBundle.PNG).length() < 600_000);
    assertTrue(bundle.get(MimeBundle.TEXT).contains("; drawn as " + png.getWidth() + " × "));
  }

  @Test
  void transparentPixelsDoNotDarkenTheirNeighbours() throws IOException {
    BufferedImage image = new BufferedImage(1440, 2, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < 1440; x += 2) {
      image.setRGB(x, 0, 0xFFFF0000);
      image.setRGB(x, 1, 0xFFFF0000);
    }
    int pixel = png(bundle(image)).getRGB(100, 0);
    assertEquals(0xFF0000, pixel & 0xFFFFFF);
    assertEquals(128, pixel >>> 24);
  }
}
