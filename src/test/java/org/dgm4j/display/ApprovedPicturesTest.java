package org.dgm4j.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.data.Mask;
import org.dgm4j.data.Samples;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.Pictures.Page;
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
import org.dgm4j.display.component.ChartView;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.tablesaw.FigureViewTest;
import org.dgm4j.display.view.evaluation.AnomalyView;
import org.dgm4j.display.view.evaluation.RocView;
import org.dgm4j.display.view.live.ProgressView;
import org.dgm4j.display.view.live.WorkView;
import org.dgm4j.display.view.model.ConditionalsView;
import org.dgm4j.display.view.probability.DensityCurve;
import org.dgm4j.display.view.probability.DensityView;
import org.dgm4j.display.view.probability.DistributionView;
import org.dgm4j.display.view.probability.FactorizationView;
import org.dgm4j.display.view.probability.VariationalView;
import org.dgm4j.display.view.value.ArrayView;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.evaluation.BlobModel;
import org.dgm4j.evaluation.PrincipalComponents;
import org.dgm4j.evaluation.Roc;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.model.Completions;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive.Regression;
import org.dgm4j.model.pixelrnn.PixelBits;
import org.dgm4j.model.pixelrnn.PixelConditionals;
import org.dgm4j.model.pixelrnn.ReceptiveField;
import org.dgm4j.probability.Categorical;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.GaussianMixture;
import org.dgm4j.probability.Independent;
import org.dgm4j.probability.MultivariateNormal;
import org.dgm4j.probability.Normal;
import org.dgm4j.probability.divergence.Divergence;
import org.dgm4j.probability.joint.Factorization;
import org.dgm4j.probability.joint.JointTable;
import org.dgm4j.probability.joint.Variable;
import org.dgm4j.probability.variational.TargetDensity;
import org.dgm4j.probability.variational.VariationalFit;
import org.dgm4j.probability.variational.VariationalInference;
import org.dgm4j.training.CurvePoint;
import org.dgm4j.training.Epoch;
import org.dgm4j.training.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * All views as pictures that people looked at and approved, on white and on black. After a change
 * that is meant: look at the new picture in {@code target/pictures} and move it to {@code
 * src/test/resources/org/dgm4j/display/pictures}.
 */
public class ApprovedPicturesTest {

  private static final Path ACTUAL = Path.of("target", "pictures");
  private static final Path APPROVED =
      Path.of("src", "test", "resources", "org", "dgm4j", "display", "pictures");

  private static final Map<String, Page> PAGES = allPages();

  @TempDir Path folder;

  private static Map<String, Page> allPages() {
    Map<String, Page> pages = new LinkedHashMap<>();
    for (int n : new int[] {1, 2, 6, 30, 256}) {
      double[] weights = IntStream.range(0, n).mapToDouble(i -> 2 + Math.sin(1.7 * i)).toArray();
      double sum = Arrays.stream(weights).sum();
      double[] p = Arrays.stream(weights).map(w -> w / sum).toArray();
      Variable kind =
          Variable.of(
              "kind", IntStream.range(0, n).mapToObj(i -> "category " + i).toArray(String[]::new));
      Variable state = Variable.of("state", n);
      pages.put("categorical-" + n, graphic(Categorical.of(p)));
      pages.put("table-of-1-" + n, graphic(JointTable.of(p, kind)));
      pages.put(
          "table-of-2-" + n,
          graphic(JointTable.ofWeights(s -> 2 + Math.sin(s[0] + 2.1 * s[1]), kind, state)));
    }
    distributions(pages);
    tables(pages);
    data(pages);
    evaluation(pages);
    pixels(pages, 1);
    pixels(pages, 3);
    inference(pages);
    latent(pages);
    values(pages);
    arrays(pages);
    FigureViewTest.figures()
        .forEach((name, figure) -> pages.put("figure-" + name, graphic(figure)));
    return pages;
  }

  private static void distributions(Map<String, Page> pages) {
    GaussianMixture mixture =
        GaussianMixture.of(new double[] {.3, .7}, new double[] {-3, 2}, new double[] {.5, 1});
    pages.put("poisson", graphic(PoissonDistribution.of(7)));
    pages.put("normal", graphic(NormalDistribution.of(0, 1)));
    pages.put("mixture", graphic(mixture));
    pages.put("beta", graphic(BetaDistribution.of(0.5, 0.5)));
    pages.put(
        "cumulative-whole",
        Page.graphic(DistributionView.of(PoissonDistribution.of(3)).cumulative()));
    pages.put("cumulative-real", Page.graphic(DistributionView.of(mixture).cumulative()));
    pages.put("draws-whole", graphic(Draws.of(PoissonDistribution.of(7), 1000, 1)));
    pages.put("draws-real", graphic(mixture.sample(2000, 1)));
    MultivariateNormal plane =
        MultivariateNormal.of(new double[] {0, 1}, new double[][] {{1, .8}, {.8, 2}});
    pages.put("plane", graphic(plane));
    pages.put("draws-plane", graphic(plane.sample(50, 1)));
    pages.put("independent-coins", graphic(Independent.of(Categorical.of(.5, .3, .2), 2)));
    double[] values = mixture.sample(800, 1).values();
    pages.put("density-of-data", Page.graphic(DensityCurve.of("waits", values)));
    pages.put("density-and-data", Page.graphic(DensityCurve.of(mixture).with("waits", values)));
    double[] rolls =
        Arrays.stream(Categorical.uniform(6).sample(60, 1).values()).asDoubleStream().toArray();
    pages.put("shares-of-data", Page.graphic(DensityCurve.of("rolls", rolls)));
    pages.put(
        "probabilities-and-data",
        Page.graphic(DensityCurve.of(Categorical.uniform(6)).with("rolls", rolls)));
    Samples moons = Datasets.twoMoons().train().first(60);
    double[][] points =
        IntStream.range(0, moons.count())
            .mapToObj(i -> new double[] {moons.value(i, 0), moons.value(i, 1)})
            .toArray(double[][]::new);
    pages.put("density-of-points", graphic(DensityView.of(points)));
  }

  private static void tables(Map<String, Page> pages) {
    JointTable weather =
        JointTable.of(
            new double[][] {{.1, .2, .05}, {.25, .15, .25}},
            Variable.of("weather", "sun", "rain"),
            Variable.of("mood", "good", "so so", "bad"));
    pages.put("weather", graphic(weather));
    pages.put("bayes", graphic(weather.bayes("weather", "mood", 0)));
    pages.put("conditional", graphic(weather.conditionalTable("mood", "weather")));
    pages.put("draws-of-states", still(weather.sample(200, 1), 460));
    JointTable bits =
        JointTable.ofWeights(s -> 1 + s[0] + 2 * s[1] * s[2], Variable.binary("a", "b", "c"));
    pages.put("table-of-3", still(bits, 240));
    pages.put("draws-of-3", still(bits.sample(20, 1), 440));
    pages.put("independence", still(bits.conditionalIndependence("a", "b", "c"), 60));
    pages.put("quantity", still(Divergence.kl(Normal.of(0, 1), Normal.of(1, 2), 1000, 1), 60));
    pages.put(
        "infinite-quantity",
        still(Divergence.kl(Categorical.of(.5, .5), Categorical.of(1, 0)), 90));
    pages.put("parameter-count", still(Factorization.full(784, 2).parameterCount(), 60));
    pages.put("graph-full", graphic(Factorization.full(4, 2)));
    pages.put("graph-chain-rule", graphic(Factorization.chainRule(5, 2)));
    pages.put("graph-markov", graphic(Factorization.markov(784, 2)));
    pages.put("graph-independent", graphic(Factorization.independent(8, 2)));
    pages.put(
        "graph-parents",
        graphic(
            Factorization.graph()
                .node("cloudy", 2)
                .node("sprinkler", 2, "cloudy")
                .node("rain", 2, "cloudy")
                .node("wet grass", 2, "sprinkler", "rain")
                .build()));
    int[][] rows = bits.sample(50, 1).states();
    pages.put("fitted", still(Factorization.markov(3, 2).fit(rows, 1), 160));
    pages.put("parameters-20", Page.graphic(FactorizationView.parameters(20, 2)));
    pages.put("parameters-784", Page.graphic(FactorizationView.parameters(784, 2)));
    pages.put(
        "parameters",
        Page.still(
            FactorizationView.table(
                List.of(
                    Factorization.full(784, 2),
                    Factorization.markov(784, 2),
                    Factorization.independent(784, 2))),
            110));
  }

  private static void data(Map<String, Page> pages) {
    Samples digits = Datasets.drawnDigits(14, 24, 1).train();
    pages.put("images", Page.still(SamplesView.of(digits), 260));
    pages.put("vectors-of-1", Page.graphic(SamplesView.of(vectors(300, 1))));
    pages.put("vectors-of-2", Page.graphic(SamplesView.of(vectors(300, 2))));
    pages.put("vectors-of-8", Page.graphic(SamplesView.of(vectors(20, 8))));
    Samples binary = digits.first(4).binarized(1);
    pages.put("conditionals", Page.still(new ConditionalsView(binary, digits.first(4)), 140));
    float[] weights = new float[10 * 14 * 14];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (Math.sin(i / 9.0) * Math.cos(i / 97.0));
    }
    pages.put("filters", still(Samples.images(weights, 10, 1, 14, 14), 120));
  }

  private static Samples vectors(int count, int dimensions) {
    float[] values = new float[count * dimensions];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sin(i * 12.9898) * 3 + Math.cos(i * 78.233));
    }
    return Samples.vectors(values, count, dimensions);
  }

  private static void evaluation(Map<String, Page> pages) {
    double[] normal = Draws.of(NormalDistribution.of(-100, 15), 400, 1).values();
    double[] abnormal = Draws.of(NormalDistribution.of(-130, 25), 200, 2).values();
    pages.put(
        "histogram",
        Page.graphic(
            HistogramView.of("", "log p(x) (nats)")
                .with("digits", normal)
                .with("noise", abnormal)));
    pages.put("roc", Page.graphic(RocView.of(Roc.of(normal, abnormal))));
    Samples digits = Datasets.drawnDigits(14, 40, 1).train().binarized(1);
    Samples noise = digits.perturbed(0.12, 2).first(30);
    AnomalyDetection detection =
        AnomalyDetection.of(
                FactorizedModel.fit(Factorization.independent(196, 2), digits, 1), digits, noise)
            .against(
                FactorizedModel.fit(Factorization.independent(196, 2), digits.perturbed(0.2, 1), 1))
            .withComplexity();
    pages.put("roc-of-scores", Page.graphic(RocView.of(detection)));
    Samples few = digits.first(4);
    FactorizedModel model = FactorizedModel.fit(Factorization.independent(196, 2), digits, 1);
    pages.put(
        "anomaly",
        Page.still(
            AnomalyView.of(AnomalyDetection.of(model, few, noise.first(2)).falseAlarmRate(0.25)),
            1310));
    pages.put(
        "principal-components",
        graphic(PrincipalComponents.of(Datasets.drawnDigits(14, 40, 1).train())));
    GaussianAutoRegressive series =
        GaussianAutoRegressive.of(
            60,
            new Regression(0, new double[0], 1),
            new Regression(0, new double[] {0.8}, 0.6),
            new Regression(0.2, new double[] {1.5, -0.8}, 0.4));
    double[] before = new double[60];
    for (int i = 0; i < before.length; i++) {
      before[i] = series.sample(1, 1).value(0, i);
    }
    pages.put("forecast", graphic(series.forecast(before, 20)));
    double[] epochs = IntStream.rangeClosed(1, 10).asDoubleStream().toArray();
    double[] nats = IntStream.range(0, 10).mapToDouble(i -> 95 + 60 * Math.exp(-i / 2.)).toArray();
    pages.put(
        "curve",
        Page.graphic(
            ChartView.of(
                Chart.of(
                    "Training",
                    Axis.whole("epoch"),
                    Axis.linear("negative log-likelihood (nats)"),
                    new Series.Line("training", epochs, nats),
                    Series.Rule.horizontal("entropy of the data", 94)))));
    List<Epoch> history =
        IntStream.range(0, 3)
            .mapToObj(i -> new Epoch(i + 1, 4 * i + 4, nats[i], nats[i] + 3))
            .toList();
    List<CurvePoint> curve = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      curve.add(new CurvePoint(i / 12.0, 95 + 80 * Math.exp(-i / 18.0)));
    }
    pages.put(
        "progress",
        Page.still(
            WorkView.of(
                new ProgressTask.State(
                    List.of(
                        new ProgressTask.Step("epoch 4/10", "10 epochs", 0.33),
                        new ProgressTask.Step("batch 31/100", "100 batches", 0.3)),
                    47,
                    95,
                    Optional.of(
                        new Progress(
                            101.25,
                            5300,
                            history,
                            curve,
                            Objective.LOG_PROBABILITY,
                            List.of(),
                            Optional.empty()))),
                0),
            320));
    pages.put("progress-unknown", Page.still(ProgressView.of(Double.NaN, "loading"), 40));
  }

  private static void pixels(Map<String, Page> pages, int channels) {
    String colours = channels == 1 ? "" : "-in-colour";
    int[] shape = {channels, 14, 14};
    double[] gradients = new double[channels * 196];
    double[] bits = new double[channels * 196];
    for (int i = 0; i < gradients.length; i++) {
      int row = i % 196 / 14;
      int column = i % 14;
      boolean before = i % 196 < 8 * 14 + 5;
      gradients[i] = before ? Math.exp(-1.2 * Math.hypot(8 - row, 5 - column) - i / 196.) : 0;
      bits[i] = 3 * Math.exp(-Math.hypot(6.5 - row, 6.5 - column) / 3) * (1 + Math.sin(i)) / 2;
    }
    ReceptiveField field = new ReceptiveField(8, 5, OptionalInt.empty(), shape, 32, gradients);
    pages.put("receptive-field" + colours, still(field, channels == 1 ? 430 : 630));
    Samples digits =
        channels == 1
            ? Datasets.drawnDigits(14, 10, 1).train().binarized(1)
            : Datasets.colouredDigits(14, 10, 1).train().quantized(4);
    int height = channels == 1 ? 400 : 580;
    pages.put("pixel-bits" + colours, still(new PixelBits(digits, bits), height));
    pages.put(
        "pixel-bits-of-an-image" + colours,
        still(new PixelBits(digits.first(1), bits), height + 90));
    for (int levels : new int[] {2, 4, 256}) {
      List<Categorical> distributions =
          IntStream.range(0, channels)
              .mapToObj(
                  c ->
                      Categorical.ofWeights(
                          IntStream.range(0, levels)
                              .mapToDouble(k -> 0.1 + Math.pow(Math.sin(c + 5.0 * k / levels), 8))
                              .toArray()))
              .toList();
      List<Integer> values = Collections.nCopies(channels, levels / 2);
      pages.put(
          "pixel-of-" + levels + "-levels" + colours,
          still(
              new PixelConditionals(8, 5, distributions, values, false),
              channels == 1 ? 290 : 550));
    }
    Samples few = digits.first(4);
    pages.put(
        "completions" + colours,
        still(new Completions(few, Mask.upperHalf(), List.of(few, digits.range(4, 8), few)), 290));
  }

  private static void inference(Map<String, Page> pages) {
    pages.put("target-line", graphic(TargetDensity.of(1, z -> -Math.pow(z[0], 4) + 2 * z[0])));
    pages.put("target-plane", graphic(TargetDensity.banana()));
    VariationalInference modes = VariationalInference.of(TargetDensity.twoModes()).seed(1);
    pages.put("inference-both", still(modes.fullNormal().startAt(1, 0).startBoth(), 690));
    VariationalInference banana =
        VariationalInference.of(TargetDensity.banana(0.8)).seed(1).steps(500);
    VariationalFit mixture = banana.mixture(4).start();
    pages.put("inference-mixture", still(mixture, 770));
    pages.put(
        "inference-families",
        Page.still(
            VariationalView.of(List.of(banana.diagonalNormal().start(), banana.mixture(2).start())),
            680));
    pages.put(
        "inference-line",
        still(VariationalInference.of(1, z -> -Math.pow(z[0], 4) + 2 * z[0]).seed(1).start(), 560));
    double[][] weights = {{1, 0, 1, 0.5}, {0, 1, 1, -0.5}, {2, -1, 0, 0}, {0, 0, 0, 2}};
    TargetDensity posterior =
        TargetDensity.conjugateNormal(weights, new double[] {1, -1, 2, 3}, 0.7);
    pages.put("target-coordinates", graphic(posterior));
    pages.put(
        "inference-coordinates", still(VariationalInference.of(posterior).seed(1).start(), 580));
    ProgressTask.State state =
        new ProgressTask.State(
            List.of(new ProgressTask.Step("step 500/500", "500 steps", 1)),
            3,
            0,
            Optional.of(mixture));
    pages.put("inference-progress", Page.still(WorkView.of(state, 0), 760));
  }

  private static void latent(Map<String, Page> pages) {
    BlobModel plane = new BlobModel(28, 2);
    float[] codes = new float[2 * 400];
    int[] labels = new int[400];
    for (int i = 0; i < 400; i++) {
      labels[i] = i % 10;
      double angle = 2 * Math.PI * labels[i] / 10;
      codes[2 * i] = (float) (1.7 * Math.cos(angle) + 0.4 * Math.sin(i * 12.9898));
      codes[2 * i + 1] = (float) (1.7 * Math.sin(angle) + 0.4 * Math.cos(i * 78.233));
    }
    Samples images = plane.decode(Samples.vectors(codes, 400, 2).labelled(labels));
    pages.put("latent-scatter", still(Latent.scatter(plane, images), 490));
    BlobModel space = new BlobModel(28, 5);
    pages.put("latent-scatter-of-5", still(Latent.scatter(space, images), 490));
    pages.put("latent-manifold", still(Latent.manifold(plane, 10), 620));
    pages.put(
        "latent-interpolation",
        still(Latent.interpolate(plane, images.range(0, 2), images.range(2, 4), 8), 320));
    pages.put("latent-traversal", still(Latent.traverse(space, images.first(1), 9), 370));
    pages.put(
        "latent-probe", still(Latent.probe(plane, images.first(100), images.range(100, 400)), 90));
    pages.put("latent-explorer", still(Latent.explorer(plane, images), 440));
  }

  private static void values(Map<String, Page> pages) {
    String[] towns = {"Ulm", "Jena", "Köln", "", "<b>bold</b> & \"quoted\" $x^2$"};
    Table table =
        Table.create(
            "weather",
            StringColumn.create("town", IntStream.range(0, 40).mapToObj(i -> towns[i * i * i % 5])),
            DateColumn.create(
                "day", IntStream.range(0, 40).mapToObj(i -> LocalDate.of(2024, 1, 20).plusDays(i))),
            IntColumn.create("year", IntStream.range(1990, 2030)),
            DoubleColumn.create(
                "°C", IntStream.range(0, 40).mapToDouble(i -> i % 7 == 3 ? Double.NaN : i * 1.25)),
            DoubleColumn.create(
                "general", IntStream.range(0, 40).mapToDouble(i -> Math.exp(-3 * i))));
    pages.put("table", still(table.first(4), 160));
    pages.put("table-long", still(table, 430));
    table
        .columns()
        .forEach(
            column ->
                pages.put("column-" + column.name().replace("°C", "missing"), still(column, 340)));
  }

  private static void arrays(Map<String, Page> pages) {
    double[][] waves = new double[40][60];
    double[][] image = new double[20][30];
    for (int i = 0; i < 40 * 60; i++) {
      waves[i / 60][i % 60] = Math.sin(i / 60 / 5.0) * Math.cos(i % 60 / 7.0);
      image[i % 20][i % 30] = i / 2400.0;
    }
    pages.put("array-heatmap", still(ArrayView.of(waves), 450));
    pages.put(
        "array-few",
        still(ArrayView.of(new float[][] {{1, 0.5f, 0}, {-2, Float.NaN, 0.125f}}), 450));
    pages.put("array-line", still(ArrayView.of(waves[7]), 310));
    pages.put("array-histogram", still(ArrayView.of(waves).as(ArrayView.Drawing.HISTOGRAM), 430));
    pages.put("array-table", still(ArrayView.of(image).as(ArrayView.Drawing.TABLE), 430));
    pages.put("array-image", still(ArrayView.of(image).as(ArrayView.Drawing.IMAGE), 190));
    BufferedImage photo = new BufferedImage(90, 60, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 90 * 60; i++) {
      photo.setRGB(i % 90, i / 90, i << 26 | i % 90 * 2 << 16 | i / 90 * 4 << 8 | 120);
    }
    pages.put("image", still(photo, 150));
  }

  private static Page graphic(Object value) {
    return Page.graphic(Views.of(value).orElseThrow());
  }

  private static Page still(Object value, int height) {
    return Page.still(Views.of(value).orElseThrow(), height);
  }

  /** The views with an approved picture, by its name. */
  public static Map<String, View> views() {
    Map<String, View> views = new LinkedHashMap<>();
    PAGES.forEach((name, page) -> page.view().ifPresent(view -> views.put(name, view)));
    return views;
  }

  @Test
  void viewsLookAsApproved() throws Exception {
    Files.createDirectories(ACTUAL);
    List<String> failures = new ArrayList<>();
    for (Map.Entry<String, BufferedImage> entry : Pictures.of(folder, PAGES).entrySet()) {
      String name = entry.getKey();
      Files.write(ACTUAL.resolve(name + ".png"), Pictures.png(entry.getValue()));
      approved(name)
          .map(
              approved ->
                  ImageComparison.difference(approved, entry.getValue(), PAGES.get(name).labels()))
          .orElse(Optional.of("that none is approved yet"))
          .ifPresent(difference -> failures.add(name + " differs in " + difference));
    }
    assertTrue(failures.isEmpty(), "Look at " + ACTUAL + ":\n" + String.join("\n", failures));
  }

  private static Optional<BufferedImage> approved(String name) throws IOException {
    try (InputStream in =
        ApprovedPicturesTest.class.getResourceAsStream("pictures/" + name + ".png")) {
      return in == null ? Optional.empty() : Optional.of(ImageIO.read(in));
    }
  }

  @Test
  void approvedPicturesAreThoseOfTheViews() throws IOException {
    try (var files = Files.list(APPROVED)) {
      assertEquals(
          new TreeSet<>(PAGES.keySet().stream().map(name -> name + ".png").toList()),
          new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
    }
  }

  @Test
  void missingPartsAreNoticedAndOtherFontsAreNot() throws Exception {
    Chart chart = DensityCurve.of(Normal.of(0, 1)).with("x", new double[] {-1, 0, 0.2, 1}).chart();
    String svg = ChartView.of(chart).bundle().get(MimeBundle.SVG);
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("original", Page.graphic(svg));
    for (Series series : chart.series()) {
      List<Series> rest = chart.series().stream().filter(s -> s != series).toList();
      pages.put("without " + series.name(), Page.graphic(ChartView.of(chart.with(rest))));
    }
    for (String label : Labels.of(svg).texts()) {
      pages.put(
          "without the label " + label,
          Page.graphic(svg.replaceFirst("<text[^>]*>" + Pattern.quote(label) + "</text>", "")));
    }
    pages.put("in another colour", Page.graphic(svg.replace(Palette.series(0), "#888888")));
    Map<String, BufferedImage> pictures = Pictures.of(folder, pages);
    BufferedImage original = pictures.remove("original");
    assertTrue(pictures.size() > 12);
    pictures.forEach(
        (name, picture) -> {
          assertTrue(
              ImageComparison.difference(original, picture, pages.get(name).labels()).isPresent(),
              name);
          assertTrue(
              ImageComparison.difference(picture, original, pages.get("original").labels())
                  .isPresent(),
              name);
        });
    Map<String, Page> fonts = new LinkedHashMap<>();
    for (String font : List.of("DejaVu Serif", "DejaVu Sans Mono", "Liberation Sans")) {
      fonts.put(font, pages.get("original").inFont(font));
    }
    Pictures.inTheirFonts(folder, fonts)
        .forEach(
            (font, picture) ->
                assertEquals(
                    Optional.empty(),
                    ImageComparison.difference(original, picture, pages.get("original").labels()),
                    font));
  }
}
