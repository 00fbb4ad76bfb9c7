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
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.adversarial.Gan;
import org.dgm4j.model.autoregressive.AutoRegressive;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.model.variational.Vae;
import org.dgm4j.training.Training;
import org.junit.jupiter.api.Test;

class ComparisonViewTest {

  private static final Dataset DIGITS = Datasets.drawnDigits(14, 500, 3L).binarized(42);

  private static MimeBundle bundle(Comparison comparison, FigureStyle style) throws IOException {
    MimeBundle bundle = Views.of(comparison).orElseThrow().bundle(style);
    Path folder = Files.createDirectories(Path.of("target", "pictures", "comparison"));
    String name = comparison.models().size() + "-" + style.theme() + "-" + comparison.data();
    Files.writeString(folder.resolve(name + ".html"), bundle.get(MimeBundle.HTML));
    Files.writeString(folder.resolve(name + ".svg"), bundle.get(MimeBundle.SVG));
    return bundle;
  }

  private static Map<String, GenerativeModel> models() {
    Map<String, GenerativeModel> models = new LinkedHashMap<>();
    models.put("nade", Nade.builder().image(14, 14).hidden(50).seed(1).build());
    models.put("ar", AutoRegressive.builder().image(14, 14).order(1).build());
    models.put("vae", Vae.builder().image(14, 14).latent(5).hidden(50).seed(1).build());
    models.put(
        "gan.with(a, very, long, name)",
        Gan.builder().image(14, 14).latent(5).hidden(50).seed(1).build());
    models.forEach(
        (name, model) -> {
          if (!name.equals("ar")) {
            Training.of((NeuralModel) model).data(DIGITS).epochs(3).silent().start();
          }
        });
    return models;
  }

  @Test
  void eachModelIsARowAndAPicture() throws IOException {
    Map<String, GenerativeModel> models = models();
    Comparison comparison = Comparison.of(DIGITS, models, 16, 1);
    MimeBundle bundle = bundle(comparison, FigureStyle.USUAL);
    List<String> lines = bundle.get(MimeBundle.TEXT).lines().toList();
    assertEquals(
        List.of(
            "model",
            "says of x",
            "nats",
            "bits per dimension",
            "parameters",
            "training, s",
            "epochs",
            "sampling, s"),
        List.of(lines.get(0).strip().split("  +")));
    assertTrue(
        lines.get(1).matches("nade +its probability +[\\d.]+ ± [\\d.]+ +\\d\\.\\d{3} .*"),
        lines.get(1));
    assertTrue(lines.get(2).matches("ar +its probability .* [\\d,]+ +0 +0\\.\\d+"), lines.get(2));
    assertTrue(
        lines.get(3).matches("vae +a bound of its probability +≤ [\\d.]+ ± [\\d.]+ +≤ .*"),
        lines.get(3));
    assertTrue(lines.get(4).matches("gan\\S* .* nothing +[\\d,]+ .*"), lines.get(4));
    String html = bundle.get(MimeBundle.HTML);
    comparison.remarks().forEach(remark -> assertTrue(html.contains(remark), remark));
    Labels labels = Labels.of(bundle.get(MimeBundle.SVG));
    labels.assertApart();
    assertEquals(4, bundle.get(MimeBundle.SVG).split("<image ").length - 1);
    for (FigureStyle style :
        List.of(
            FigureStyle.USUAL.with(FigureStyle.Theme.DARK).with(FigureStyle.Size.SMALL),
            FigureStyle.USUAL.with(FigureStyle.Theme.LIGHT).with(FigureStyle.Size.LARGE))) {
      Labels.of(bundle(comparison, style).get(MimeBundle.SVG)).assertApart();
    }
    assertFalse(
        bundle(comparison, FigureStyle.USUAL.with(FigureStyle.Mode.STATIC))
            .get(MimeBundle.HTML)
            .contains("<script"));
    models.values().forEach(GenerativeModel::close);
  }

  @Test
  void densitiesHaveColumnsOfTheirOwnAndVectorsCharts() throws IOException {
    Samples points = Datasets.eightGaussians().test().first(200);
    try (Nade bits = Nade.builder().dimensions(196).hidden(5).seed(1).build();
        Vae normal = Vae.builder().dimensions(196).latent(2).hidden(5).normal().seed(1).build();
        Gan gan = Gan.builder().dimensions(2).latent(2).hidden(8).seed(1).build();
        GenerativeModel real = Nade.builder().dimensions(2).hidden(5).mixture(2).seed(1).build()) {
      Samples vectors = DIGITS.test().reshaped(196);
      String head =
          bundle(Comparison.of(vectors, bits, normal), FigureStyle.USUAL)
              .get(MimeBundle.TEXT)
              .lines()
              .findFirst()
              .orElseThrow();
      assertTrue(head.contains("nats of density"), head);
      MimeBundle bundle = bundle(Comparison.of(points, real, gan), FigureStyle.USUAL);
      assertTrue(bundle.get(MimeBundle.SVG).contains(">gan<"), bundle.get(MimeBundle.SVG));
    }
  }
}
