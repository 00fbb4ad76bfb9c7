package org.dgm4j.display.view.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.html.Markup;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.quality.SampleQuality;
import org.junit.jupiter.api.Test;

class SampleQualityViewTest {

  private static final Dataset DIGITS = Datasets.drawnDigits(28, 1000, 3L).binarized(42);

  private static MimeBundle bundle(SampleQuality quality, FigureStyle style) throws IOException {
    MimeBundle bundle = Views.of(quality).orElseThrow().bundle(style);
    Path folder = Files.createDirectories(Path.of("target", "pictures", "quality"));
    String name = quality.scores().size() + "-" + style.theme() + "-" + quality.data();
    Files.writeString(folder.resolve(name + ".html"), bundle.get(MimeBundle.HTML));
    Files.writeString(folder.resolve(name + ".svg"), bundle.get(MimeBundle.SVG));
    return bundle;
  }

  @Test
  void eachIsARowAndPairsOfImages() throws IOException {
    Map<String, Object> rows = new LinkedHashMap<>();
    rows.put("validation", DIGITS.validation());
    rows.put("copies", DIGITS.train());
    rows.put("digits.validation().perturbed(0.1, 1)", DIGITS.validation().perturbed(0.1, 1));
    SampleQuality quality = SampleQuality.of(DIGITS, rows, 200, 1);
    MimeBundle bundle = bundle(quality, FigureStyle.USUAL);
    List<String> lines = bundle.get(MimeBundle.TEXT).lines().toList();
    assertEquals(
        List.of(
            "samples of",
            "precision, %",
            "recall, %",
            "Fréchet distance",
            "kernel distance",
            "memorisation, %"),
        List.of(lines.get(0).strip().split("  +")));
    String number = " +−?[\\d.]+ ± [\\d.]+";
    assertTrue(lines.get(1).matches("validation" + number.repeat(5)), lines.get(1));
    assertTrue(lines.get(2).endsWith(" 100.0 ± 0.0"), lines.get(2));
    String html = bundle.get(MimeBundle.HTML);
    quality.remarks().forEach(remark -> assertTrue(html.contains(Markup.text(remark)), remark));
    assertTrue(html.contains("below: the nearest training example"), html);
    assertEquals(3, bundle.get(MimeBundle.SVG).split("<image ").length - 1);
    for (FigureStyle style :
        List.of(
            FigureStyle.USUAL,
            FigureStyle.USUAL.with(FigureStyle.Theme.DARK).with(FigureStyle.Size.SMALL),
            FigureStyle.USUAL.with(FigureStyle.Theme.LIGHT).with(FigureStyle.Size.LARGE))) {
      Labels.of(bundle(quality, style).get(MimeBundle.SVG)).assertApart();
    }
    assertFalse(
        bundle(quality, FigureStyle.USUAL.with(FigureStyle.Mode.STATIC))
            .get(MimeBundle.HTML)
            .contains("<script"));
  }

  @Test
  void vectorsAreCharts() throws IOException {
    Dataset points = Datasets.eightGaussians();
    SampleQuality quality =
        SampleQuality.of(points.test(), Map.of("validation", points.validation()), 300, 1);
    MimeBundle bundle = bundle(quality, FigureStyle.USUAL);
    assertTrue(bundle.get(MimeBundle.SVG).contains(">validation<"), bundle.get(MimeBundle.SVG));
    assertTrue(bundle.get(MimeBundle.TEXT).contains("Training examples are not known"));
    assertFalse(bundle.get(MimeBundle.HTML).contains("below: the nearest"));
  }
}
