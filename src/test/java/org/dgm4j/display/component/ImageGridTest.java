package org.dgm4j.display.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dgm4j.data.Samples;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.html.PngTest;
import org.dgm4j.display.view.value.SamplesView;
import org.junit.jupiter.api.Test;

class ImageGridTest {

  private static BufferedImage picture(ImageGrid grid) {
    return PngTest.decode(grid.png());
  }

  private static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y);
  }

  @Test
  void valuesStandAtTheirPixels() {
    float[] values = new float[3 * 15 * 20];
    values[(1 * 15 + 2) * 20 + 3] = 1;
    values[(2 * 15 + 14) * 20 + 19] = 0.5f;
    BufferedImage image = picture(ImageGrid.of(Samples.images(values, 3, 1, 15, 20)).columns(2));
    assertEquals(41, image.getWidth());
    assertEquals(31, image.getHeight());
    assertEquals(0xFF000000, rgb(image, 0, 0));
    assertEquals(0xFFFFFFFF, rgb(image, 21 + 3, 2));
    assertEquals(0xFF808080, rgb(image, 19, 16 + 14));
    assertEquals(0xFF808080, rgb(image, 20, 5), "separator");
    assertEquals(0, rgb(image, 30, 25), "no fourth image");
  }

  @Test
  void tinyImagesAreEnlargedAndColorsKept() {
    float[] values = {0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1};
    ImageGrid grid = ImageGrid.of(Samples.images(values, 1, 3, 2, 2)).scale(10);
    BufferedImage image = picture(grid);
    assertEquals(20, image.getWidth());
    assertEquals(0xFF000000, rgb(image, 5, 5));
    assertEquals(0xFFFF0000, rgb(image, 15, 5));
    assertEquals(0xFFFF0000, rgb(image, 5, 15));
    assertEquals(0xFF00FFFF, rgb(image, 15, 15));
  }

  @Test
  void signedValuesAreWhiteAtZero() {
    float[] values = new float[256];
    values[0] = -2;
    values[1] = 2;
    BufferedImage image = picture(ImageGrid.of(Samples.images(values, 1, 1, 16, 16)));
    assertEquals(0xFF0072B2, rgb(image, 0, 0));
    assertEquals(0xFFD55E00, rgb(image, 1, 0));
    assertEquals(0xFFFFFFFF, rgb(image, 2, 0));
  }

  @Test
  void hundredDigitsAreSmall() {
    float[] values = new float[100 * 28 * 28];
    for (int i = 0; i < values.length; i++) {
      int image = i / 784;
      double distance = Math.hypot(i / 28 % 28 - 13.5, i % 28 - 13.5) - 6 - image % 10 * 0.3;
      double wobble = 0.3 * Math.sin(i * 12.9898 + image);
      values[i] = (float) Math.max(0, Math.min(1, 2 - Math.abs(distance + wobble)));
    }
    MimeBundle bundle = SamplesView.of(Samples.images(values, 100, 1, 28, 28)).bundle();
    int size =
        bundle.data().values().stream()
            .mapToInt(s -> s.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    assertTrue(size <= 60_000, "" + size);
  }

  @Test
  void htmlHoldsThePictureAndNoLink() {
    ImageGrid grid =
        ImageGrid.of(Samples.images(new float[784], 1, 1, 28, 28)).caption("</div><script>&\"");
    MimeBundle bundle = grid.bundle();
    String html = bundle.get(MimeBundle.HTML);
    assertTrue(html.contains(Base64.getEncoder().encodeToString(grid.png())));
    assertTrue(html.contains("&lt;/div&gt;&lt;script&gt;&amp;&quot;"));
    assertEquals(2, html.split("<script>", -1).length);
    assertFalse(html.contains("http"));
    assertFalse(bundle.needsPlotly());
  }

  @Test
  void otherChannelCountsShowEachChannel() {
    ImageGrid grid = ImageGrid.of(Samples.images(new float[2 * 2 * 16 * 16], 2, 2, 16, 16));
    assertEquals(4, grid.images().count());
  }

  @Test
  void emptyGridAndVectors() {
    assertEquals(1, picture(ImageGrid.of(Samples.images(new float[0], 0, 1, 8, 8))).getHeight());
    Samples vectors = Samples.vectors(new float[4], 2, 2);
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.of(vectors));
  }
}
