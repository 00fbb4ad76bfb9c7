package org.dgm4j.display.view.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.model.Completions;
import org.dgm4j.model.pixelrnn.PixelBits;
import org.dgm4j.model.pixelrnn.PixelConditionals;
import org.dgm4j.model.pixelrnn.ReceptiveField;
import org.dgm4j.probability.Categorical;
import org.junit.jupiter.api.Test;

/** What the views of single pixels say in words, and that they have all their faces. */
class PixelViewsTest {

  private static String text(Object value) {
    return Views.of(value).orElseThrow().bundle().get(MimeBundle.TEXT);
  }

  @Test
  void aReceptiveFieldIsCounted() {
    double[] values = new double[3 * 6];
    values[0] = 0.25; // red at (0, 0)
    values[6 + 1] = 0.5; // green at (0, 1)
    values[12 + 5] = 0.1; // blue at (1, 2), after the pixel
    int[] shape = {3, 2, 3};
    ReceptiveField field = new ReceptiveField(1, 0, OptionalInt.of(2), shape, 1, values);
    assertEquals(
        """
        Receptive field of pixel (1, 0), blue: its log-probability depends on 2 of the 3 pixels \
        before it and on 1 of the 2 after it; mean over 1 example
        mean |∂ log p / ∂x| in nats, x from 0 to 1: greatest 0.5""",
        text(field));
    ReceptiveField none =
        new ReceptiveField(0, 0, OptionalInt.empty(), shape, 2, new double[3 * 6]);
    assertTrue(text(none).contains("depends on 0 of the 0 pixels before it and on 0 of the 5"));
  }

  @Test
  void bitsAreSummed() {
    Samples image = Samples.images(new float[] {0, 1, 1, 0}, 1, 1, 2, 2);
    assertEquals(
        """
        1 image, 2 × 2 pixels, grey, colours from 0 to 1

        One image: 4.00 bits an image (2.77 nats), 1.0000 bits per dimension
        The most at pixel (1, 0): 2.5 bits""",
        text(new PixelBits(image, new double[] {0.5, 1, 2.5, 0})));
  }

  @Test
  void distributionsOfAPixelNameTheirConditions() {
    Categorical fair = Categorical.of(0.5, 0.5);
    Categorical unfair = Categorical.of(0.25, 0.75);
    String text =
        text(new PixelConditionals(2, 3, List.of(fair, fair, unfair), List.of(0, 1, 0), false));
    assertEquals(
        """
        Pixel (2, 3) given all before: log p = -2.7726 nats
        p(red): level 0 has 0.5000, level 0 the most, 0.5000; entropy 0.6931 nats
        p(green | red): level 1 has 0.5000, level 0 the most, 0.5000; entropy 0.6931 nats
        p(blue | red, green): level 0 has 0.2500, level 1 the most, 0.7500; entropy 0.5623 nats""",
        text);
  }

  @Test
  void completionsStandBesideTheirOriginals() {
    Samples images = Samples.images(new float[] {0, 1, 1, 0, 3, 2, 1, 3}, 2, 1, 2, 2);
    Completions completions = new Completions(images, Mask.upperHalf(), List.of(images, images));
    MimeBundle bundle = Views.of(completions).orElseThrow().bundle();
    assertTrue(bundle.get(MimeBundle.TEXT).contains("completed 2 times each"));
    assertTrue(bundle.get(MimeBundle.PNG) != null && bundle.get(MimeBundle.HTML) != null);
    Samples vectors = Samples.vectors(images.values(), 2, 4);
    Mask mask = Mask.of(true, true, false, false);
    assertTrue(text(new Completions(vectors, mask, List.of(vectors))).contains("completed once"));
  }

  @Test
  void panelsAreOnePicture() {
    ReceptiveField field =
        new ReceptiveField(1, 1, OptionalInt.empty(), new int[] {3, 2, 2}, 4, new double[12]);
    MimeBundle bundle = Views.of(field).orElseThrow().bundle();
    Labels labels = Labels.of(bundle.get(MimeBundle.SVG));
    assertTrue(labels.texts().containsAll(List.of("red", "green", "blue")));
    assertEquals(900 + 2, labels.picture().getWidth(), 1e-9);
    assertTrue(bundle.needsPlotly());
  }
}
