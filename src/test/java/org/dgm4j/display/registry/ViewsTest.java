package org.dgm4j.display.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.view.live.ProgressView;
import org.dgm4j.display.view.model.ConditionalsView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.variational.TargetDensity;
import org.junit.jupiter.api.Test;

class ViewsTest {

  @Test
  void samplesOfAnyShapeAreShown() {
    Random random = new Random(3);
    for (int dimensions : new int[] {1, 2, 3, 50}) {
      for (int count : new int[] {0, 1, 2, 500}) {
        float[] values = new float[count * dimensions];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextGaussian());
        MimeBundle bundle = SamplesView.of(Samples.vectors(values, count, dimensions)).bundle();
        Labels.of(bundle.get(MimeBundle.SVG)).assertApart();
        assertTrue(bundle.get(MimeBundle.TEXT).startsWith(count + " vector"));
      }
    }
  }

  @Test
  void samplesTextSaysTheNumbers() {
    float[] values = new float[150 * 4];
    Arrays.fill(values, 0, 300, 1);
    MimeBundle bundle = SamplesView.of(Samples.images(values, 150, 1, 2, 2)).bundle();
    assertEquals(
        "150 images of 1 × 2 × 2 (channels × height × width), values 0 to 1, mean 0.5;"
            + " the first 100 shown",
        bundle.get(MimeBundle.TEXT));
  }

  @Test
  void histogramKeepsEveryValue() {
    double[] digits = new Random(1).doubles(1000, -120, -80).toArray();
    double[] noise = {-300, -310, -305, Double.NEGATIVE_INFINITY};
    HistogramView view =
        HistogramView.of("log p", "log p(x) (nats)").with("digits", digits).with("noise", noise);
    List<Series> series = view.chart().series();
    Series.Bars bars = (Series.Bars) series.get(0);
    assertEquals(1, Arrays.stream(bars.heights()).sum(), 1e-9);
    assertEquals(0.75, Arrays.stream(((Series.Bars) series.get(1)).heights()).sum(), 1e-9);
    assertEquals(-310, bars.left()[0], 1e-9);
    assertEquals(-305, ((Series.Rule) series.get(3)).at(), 1e-9);
    assertTrue(series.get(1).name().contains("1 not finite"));
    assertTrue(view.bundle().get(MimeBundle.TEXT).contains("noise: 4 values"));
    Labels.of(view.bundle().get(MimeBundle.SVG)).assertApart();
  }

  @Test
  void histogramOfAlmostNothing() {
    for (double[] values : List.of(new double[0], new double[] {2}, new double[] {3, 3, 3})) {
      MimeBundle bundle = HistogramView.of("", "value").with("", values).bundle();
      Labels labels = Labels.of(bundle.get(MimeBundle.SVG));
      labels.assertApart();
      assertEquals(values.length == 0, labels.texts().contains("no data"));
    }
  }

  @Test
  void progressIsSmallAndReadableAsText() {
    Chart chart =
        Chart.of(
            "",
            Axis.whole("epoch"),
            Axis.linear("nats"),
            new Series.Line("train", new double[] {1, 2}, new double[] {140, 120}));
    MimeBundle bundle = ProgressView.of(0.47, "epoch <3/10> · 112.4 nats").with(chart).bundle();
    assertEquals(
        "[#########...........] 47% epoch <3/10> · 112.4 nats", bundle.get(MimeBundle.TEXT));
    assertTrue(bundle.get(MimeBundle.HTML).contains("epoch &lt;3/10&gt;"));
    assertTrue(bundle.get(MimeBundle.HTML).length() < 50_000);
    assertFalse(bundle.get(MimeBundle.HTML).contains("<script"));
    assertEquals("[....................] … wait", text(Double.NaN));
    assertEquals("[####################] 100% wait", text(7));
    assertEquals("[....................] 0% wait", text(-1));
  }

  private static String text(double fraction) {
    return ProgressView.of(fraction, "wait").bundle().get(MimeBundle.TEXT);
  }

  @Test
  void conditionalsStandBesideTheirImages() {
    Samples images = Samples.images(new float[] {1, 0, 0, 1}, 2, 1, 1, 2);
    Samples conditionals = images.withValues(new float[] {0.5f, 0.25f, 0.75f, 1});
    MimeBundle bundle = new ConditionalsView(images, conditionals).bundle();
    assertTrue(bundle.get(MimeBundle.TEXT).startsWith("4 images, 1 × 2 pixels, grey"));
    Samples other = Samples.images(new float[2], 1, 1, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> new ConditionalsView(images, other));
  }

  @Test
  void numbersReadTheSameInEveryLocale() {
    Locale usual = Locale.getDefault();
    try {
      List<String> texts = new ArrayList<>();
      for (Locale locale : List.of(Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("ar-EG"))) {
        Locale.setDefault(locale);
        double[] values = {12345.5, 0.25, -3e-9, 1e12};
        MimeBundle bundle = HistogramView.of("a", "b").with("c", values).bundle();
        texts.add(bundle.data().toString() + ProgressView.of(0.47, "").bundle().data());
      }
      assertEquals(texts.get(0), texts.get(1));
      assertEquals(texts.get(0), texts.get(2));
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void dataSetsAndSamplesHaveAView() {
    Samples samples = Samples.images(new float[40], 10, 1, 2, 2);
    Dataset dataset = Dataset.of("mine", samples, samples, samples);
    assertTrue(Views.of(samples).isPresent());
    assertTrue(Views.of(dataset).get().bundle().get(MimeBundle.TEXT).startsWith("mine"));
    assertFalse(Views.of("text").isPresent());
    assertTrue(Views.types().contains(Samples.class));
  }

  @Test
  void targetsAreDrawnAsFarAsTheyAreKnown() {
    View plane = Views.of(TargetDensity.twoModes()).orElseThrow();
    assertTrue(plane.bundle().get(MimeBundle.HTML).contains("Lines enclose 50 and 90 %"));
    TargetDensity own = TargetDensity.of(3, z -> -z[0] * z[0] - z[1] * z[1] - z[2] * z[2]);
    MimeBundle words = Views.of(own).orElseThrow().bundle();
    assertEquals("own density, 3 dimensions", words.get(MimeBundle.TEXT));
    assertFalse(words.data().containsKey(MimeBundle.SVG));
    View known =
        Views.of(TargetDensity.of(MultivariateNormal.isotropic(new double[3], 1))).orElseThrow();
    assertTrue(known.bundle().data().containsKey(MimeBundle.SVG));
  }
}
