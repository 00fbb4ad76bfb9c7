package org.dgm4j.display.view.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dgm4j.display.Labels;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.experiments.Experiments;
import org.dgm4j.experiments.LearningCurves;
import org.dgm4j.model.Objective;
import org.dgm4j.training.CurvePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsViewTest {

  private static final String HEADER =
      "time,model,settings,parameters,data,fingerprint,training,seed,epochs,test nats\n";

  @TempDir Path folder;

  private String text(String lines) throws IOException {
    Files.writeString(folder.resolve("experiments.csv"), HEADER + lines);
    return Views.of(Experiments.in(folder.toString())).orElseThrow().bundle().get(MimeBundle.TEXT);
  }

  private static String line(int epochs) {
    return "2026-03-01T09:30:12+01:00,nade,hidden=500,784784,digits,0123456789abcdef,"
        + "batch-size=100; optimizer=adam,42,"
        + epochs
        + ",88.857\n";
  }

  @Test
  void aTrainingIsARow() throws IOException {
    List<String> lines = text(line(3) + "broken\n").lines().toList();
    assertEquals("Trained with batch size 100, hidden 500, adam.", lines.get(0));
    assertEquals(
        List.of("#", "model", "data", "test", "epochs"), List.of(lines.get(1).split("  +")));
    assertEquals(
        List.of("1", "nade", "digits 012345", "88.86", "3"), List.of(lines.get(2).split("  +")));
    assertTrue(lines.get(3).contains("nats per example"), lines.get(3));
    assertTrue(lines.get(3).contains("can't be read: line 2 of"), lines.get(3));
    String html = html();
    String folded = html.substring(html.indexOf("<details>"), html.indexOf("</details>"));
    for (String cell :
        List.of("784,784", "hidden 500", "batch size 100, adam", "42", "2026-03-01 09:30")) {
      assertTrue(folded.contains(">" + cell + "</td>"), cell);
    }
  }

  private String html() {
    return Views.of(Experiments.in(folder.toString())).orElseThrow().bundle().get(MimeBundle.HTML);
  }

  @Test
  void whatDiffersStandsFirst() throws IOException {
    String other = line(5).replace("hidden=500", "hidden=20").replace(",42,", ",43,");
    List<String> lines = text(line(3) + other + line(3)).lines().toList();
    assertEquals(
        "The same in all: model nade, data digits 012345, batch size 100, adam.", lines.get(0));
    assertEquals(List.of("#", "hidden", "test", "epochs"), List.of(lines.get(1).split("  +")));
    assertEquals(List.of("2", "20", "88.86", "5"), List.of(lines.get(3).strip().split("  +")));
    lines = text(line(3) + line(3).replace(",42,", ",43,")).lines().toList();
    assertEquals(List.of("#", "seed", "test", "epochs"), List.of(lines.get(1).split("  +")));
    String many = line(3).replace("hidden=500", "a=1; b=2; c=3; d=4; e=5; f=6; g=7; hidden=1000");
    lines = text(line(3) + many).lines().toList();
    assertTrue(lines.get(1).matches("# +what differs +test +epochs"), lines.get(1));
    assertTrue(
        lines.get(3).contains("a 1, b 2, c 3, d 4, e 5, f 6, g 7, hidden 1000"), lines.get(3));
  }

  @Test
  void notebookAndVariableAreShownWhereTheyAreKnown() throws IOException {
    String header = HEADER.strip() + ",notebook,variable\n";
    String known = line(3).strip() + ",lecture.ipynb,nade\n";
    Files.writeString(folder.resolve("experiments.csv"), header + known + line(3).strip() + ",,\n");
    List<String> lines =
        Views.of(Experiments.in(folder.toString()))
            .orElseThrow()
            .bundle()
            .get(MimeBundle.TEXT)
            .lines()
            .toList();
    assertTrue(lines.get(1).matches("# +test +epochs +notebook +variable"), lines.get(1));
    assertTrue(lines.get(2).matches("1 .* lecture.ipynb +nade"), lines.get(2));
  }

  @Test
  void boundsAreMarkedAndGamesHaveNoLikelihood() throws IOException {
    String header = HEADER.strip() + ",train nats,objective\n";
    String bound = line(3).strip().replace("nade", "vae") + ",91.5,lower bound\n";
    String loose = bound.replace("hidden=500", "beta=0.5; hidden=500");
    String game = line(3).strip().replace("nade", "gan").replace("88.857", "") + ",,game\n";
    Files.writeString(
        folder.resolve("experiments.csv"),
        header + line(3).strip() + ",87,log probability\n" + bound + loose + game);
    View view = Views.of(Experiments.in(folder.toString())).orElseThrow();
    List<String> lines = view.bundle().get(MimeBundle.TEXT).lines().toList();
    assertEquals(
        "The same in all: data digits 012345, batch size 100, hidden 500, adam.", lines.get(0));
    assertTrue(lines.get(1).matches("# +model +beta +train +test +epochs"), lines.get(1));
    assertTrue(lines.get(2).matches("1 +nade +87.00 +88.86 +3"), lines.get(2));
    assertTrue(lines.get(3).matches("2 +vae +≤ 91.50 +≤ 88.86 +3"), lines.get(3));
    assertTrue(lines.get(4).matches("3 +vae +0.5 +≤ 88.86 +3"), lines.get(4));
    assertTrue(lines.get(5).matches("4 +gan +3"), lines.get(5));
    assertTrue(lines.get(6).contains("After ≤ stands a bound"), lines.get(6));
    assertTrue(lines.get(6).contains("implicit model has no likelihood"), lines.get(6));
  }

  @Test
  void ofManyTheLastHundredAreShown() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 250; i++) {
      lines.append(line(i));
    }
    String text = text(lines.toString());
    assertEquals(103, text.lines().count());
    assertTrue(text.contains("The last 100 of 250 trainings."));
    assertTrue(text.contains("\n250  "));
    assertFalse(text.contains("\n150  "));
  }

  @Test
  void nothingYetIsASentence() throws IOException {
    assertTrue(text("").contains("train a model"));
  }

  private static final List<CurvePoint> POINTS =
      List.of(new CurvePoint(1, 120), new CurvePoint(2, 100));

  private static LearningCurves.Curve curve(int number, String differing, String data) {
    List<CurvePoint> points =
        POINTS.stream().map(p -> new CurvePoint(p.epoch(), p.nats() - number)).toList();
    return new LearningCurves.Curve(
        "#" + number, differing, data, Objective.LOG_PROBABILITY, true, points);
  }

  private static View view(LearningCurves.Curve... curves) {
    return Views.of(new LearningCurves(List.of(curves), List.of())).orElseThrow();
  }

  @Test
  void comparedCurvesLieOverOneAnother() {
    View view =
        view(
            curve(1, "hidden 20", "digits"),
            new LearningCurves.Curve(
                "#2", "hidden 50", "digits", Objective.LOWER_BOUND, false, POINTS));
    Chart chart = ((ChartView) view).chart();
    assertEquals(List.of("#1 hidden 20", "#2 hidden 50 (bound) (training)"), chart.names());
    assertEquals(Series.Stroke.DASHED, ((Series.Line) chart.series().get(1)).stroke());
    Labels.of(view.bundle().get(MimeBundle.SVG)).assertApart();
  }

  @Test
  void manyCurvesHaveATableOfTheirNames() throws IOException {
    LearningCurves.Curve[] curves = new LearningCurves.Curve[20];
    for (int i = 0; i < curves.length; i++) {
      curves[i] = curve(i + 1, "hidden " + 100 * i + ", learning rate 0.00" + i, "digits");
    }
    MimeBundle bundle = kept("many-curves", view(curves));
    Labels labels = Labels.of(bundle.get(MimeBundle.SVG));
    labels.assertApart();
    for (LearningCurves.Curve curve : curves) {
      assertTrue(bundle.get(MimeBundle.SVG).contains(">" + curve.number() + "</text>"));
      assertTrue(bundle.get(MimeBundle.HTML).contains(curve.differing()));
      assertTrue(bundle.get(MimeBundle.TEXT).contains(curve.differing()));
    }
    assertFalse(bundle.get(MimeBundle.SVG).contains("more</text>"));
  }

  @Test
  void aLongNameKeepsWhatDiffers() throws IOException {
    String start = "own model with a name that is far longer than half of a chart, variant ";
    MimeBundle bundle =
        kept("long-names", view(curve(1, start + 1, "d"), curve(2, start + 2, "d")));
    assertTrue(bundle.get(MimeBundle.HTML).contains(start + 1));
    assertTrue(bundle.get(MimeBundle.HTML).contains(start + 2));
    assertTrue(bundle.get(MimeBundle.SVG).contains(">#2</text>"));
  }

  @Test
  void whatIsOnOtherDataHasItsOwnChart() throws IOException {
    View view =
        Views.of(
                new LearningCurves(
                    List.of(
                        curve(1, "hidden 20", "digits"),
                        curve(3, "hidden 50", "digits"),
                        curve(2, "", "faces")),
                    List.of("#4 gan")))
            .orElseThrow();
    MimeBundle bundle = kept("two-data", view);
    assertTrue(bundle.get(MimeBundle.SVG).contains(">digits</text>"));
    String text = bundle.get(MimeBundle.TEXT);
    assertTrue(text.startsWith("Only curves on the same data can be compared"), text);
    assertTrue(text.contains("Without a likelihood, and so without a curve: #4 gan."), text);
    assertTrue(bundle.get(MimeBundle.SVG).contains(">faces</text>"));
  }

  /** Kept so that they can be looked at. */
  private static MimeBundle kept(String name, View view) throws IOException {
    MimeBundle bundle = view.bundle();
    Path folder = Files.createDirectories(Path.of("target", "pictures", "experiments"));
    Files.writeString(folder.resolve(name + ".html"), bundle.get(MimeBundle.HTML));
    Files.writeString(folder.resolve(name + ".svg"), bundle.get(MimeBundle.SVG));
    return bundle;
  }
}
