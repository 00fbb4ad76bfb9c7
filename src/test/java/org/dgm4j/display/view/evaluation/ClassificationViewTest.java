package org.dgm4j.display.view.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.Classification;
import org.dgm4j.evaluation.Classifications;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationViewTest {

  private static final List<FigureStyle> STYLES =
      List.of(
          FigureStyle.USUAL,
          FigureStyle.USUAL.with(FigureStyle.Theme.DARK).with(FigureStyle.Size.SMALL),
          FigureStyle.USUAL.with(FigureStyle.Theme.LIGHT).with(FigureStyle.Size.LARGE));

  private static MimeBundle bundle(Classification classification, FigureStyle style)
      throws IOException {
    MimeBundle bundle = Views.of(classification).orElseThrow().bundle(style);
    Path folder = Files.createDirectories(Path.of("target", "pictures", "classification"));
    String name = classification.classes() + "-" + style.theme();
    Files.writeString(folder.resolve(name + ".html"), bundle.get(MimeBundle.HTML));
    Files.writeString(folder.resolve(name + ".svg"), bundle.get(MimeBundle.SVG));
    return bundle;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 26})
  void wordsAreApartForFewAndManyClasses(int classes) throws IOException {
    Classification classification = Classifications.drawn(classes, 10_000, classes == 3);
    ClassificationView view = new ClassificationView(classification);
    for (FigureStyle style : STYLES) {
      bundle(classification, style);
      Labels.of(ChartView.of(view.confusion()).svg(style)).assertApart();
      Labels.of(ChartView.of(view.reliability()).svg(style)).assertApart();
      String images = new DoubtfulImages(classification).bundle(style).get(MimeBundle.SVG);
      Labels.of(images).assertApart();
    }
  }

  @Test
  void itsTextSaysAllNumbersAndThePictureThatTheyAreFromBounds() throws IOException {
    double[][] probabilities = {{0.97, 0.03}, {0.45, 0.55}, {0.2, 0.8}};
    Samples images = Samples.images(new float[3 * 9], 3, 1, 3, 3).labelled(0, 0, 1);
    MimeBundle exact = bundle(Classifications.of(probabilities, images), FigureStyle.USUAL);
    assertEquals(
        """
        66.67 % ± 27.22 % of 3 examples right by Bayes' rule; expected calibration error 0.260
        label \\ answer  0  1
                     0  1  1
                     1  0  1

        confidence  examples  mean confidence  right
        0.5 to 0.6         1            0.550  0.000
        0.7 to 0.8         1            0.800  1.000
        0.9 to 1.0         1            0.970  1.000

        The images it doubts most: label → answer, and p(answer | x)
        image 1: 0 → 1, 0.550
        image 2: 1 → 1, 0.800
        image 0: 0 → 0, 0.970""",
        exact.get(MimeBundle.TEXT));
    assertFalse(exact.get(MimeBundle.SVG).contains("lower bounds"));
    Classification bounds = Classifications.drawn(3, 100, true);
    assertTrue(bundle(bounds, FigureStyle.USUAL).get(MimeBundle.SVG).contains("lower bounds"));
    Samples vectors = images.reshaped(9);
    assertFalse(
        bundle(Classifications.of(probabilities, vectors), FigureStyle.USUAL)
            .get(MimeBundle.TEXT)
            .contains("images"));
  }
}
