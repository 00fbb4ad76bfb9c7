package org.dgm4j.display.view.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.Classification;
import org.dgm4j.evaluation.Classifications;
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
}
