package org.dgm4j.evaluation.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dgm4j.base.NumberText;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Randomness;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Fingerprint;
import org.dgm4j.data.Samples;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.NeuralModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How good samples are, of models of any kind, also of those without a likelihood: precision and
 * recall, Fréchet and kernel distance to real examples, and whether they are copies of training
 * examples, each with its standard error. What the numbers do not say for themselves is said in
 * remarks.
 *
 * <pre>{@code
 * SampleQuality.of(gan, digits)
 * }</pre>
 *
 * <p>All is computed from features: the first principal components of the training examples, at
 * most 64, and how far an example is from what these express, in a unit in which the mean variance
 * of the components is 1. Precision and recall change with the number of samples, and all numbers
 * with the features, so only those of one table can be compared. The standard errors come from a
 * jackknife over 20 groups of samples and real examples alike; as the real ones are the same in
 * each row, differences between rows are rather surer than they say.
 */
public final class SampleQuality {

  /** How many samples of each are judged. */
  public static final int SAMPLES = 2000;

  /** Five in each group of the jackknife, more than a third nearest neighbour needs. */
  public static final int FEWEST = 100;

  private final String data;
  private final int count;
  private final List<SampleScore> scores;
  private final List<String> remarks;

  private SampleQuality(String data, int count, List<SampleScore> scores, List<String> remarks) {
    this.data = data;
    this.count = count;
    this.scores = List.copyOf(scores);
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Judges samples of a model by the test examples of a data set, and looks for copies of its
   * training examples.
   *
   * @throws IllegalArgumentException if there are fewer than 100 test examples, or the samples are
   *     of another size
   */
  public static SampleQuality of(GenerativeModel model, Dataset data) {
    return of(data, Map.of(name(model), model), SAMPLES, Seeds.next());
  }

  /**
   * Judges samples of a model by examples. As it is not known what the model was trained on, the
   * features are those of these examples, the nearest is the nearest of these, and nothing is said
   * of memorisation.
   *
   * @throws IllegalArgumentException if there are fewer than 100 examples, or the samples are of
   *     another size
   */
  public static SampleQuality of(GenerativeModel model, Samples reference) {
    return of(reference, Map.of(name(model), model), SAMPLES, Seeds.next());
  }

  /**
   * Judges samples, wherever they come from.
   *
   * @param generated the samples, of which 2,000 at random are judged if there are more
   * @param reference real examples that were not trained on
   * @param training the examples that were trained on
   * @throws IllegalArgumentException if there are fewer than 100 samples or examples, or they are
   *     of different sizes
   */
  public static SampleQuality of(Samples generated, Samples reference, Samples training) {
    return of(
        "examples",
        reference,
        Optional.of(training),
        Map.of("samples", generated),
        SAMPLES,
        Seeds.next());
  }

  /**
   * Judges several by the test examples of a data set, and looks for copies of its training
   * examples.
   *
   * @param judged models and samples by what they are called, in the order in which they are shown;
   *     where the test examples themselves are among them, half of them are judged by the others (a
   *     part of them would be judged by itself); values from 0 to 1 are binarized at random where
   *     the examples are black and white
   * @param samples how many are judged of each, at most; fewer, and of all alike, if there are not
   *     so many examples or samples
   * @param seed of the samples, and of what is chosen at random
   * @throws IllegalArgumentException if nothing is to be judged, there are fewer than 100 samples
   *     or examples, they are of different sizes, or one is neither a model nor samples
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static SampleQuality of(Dataset data, Map<String, ?> judged, int samples, long seed) {
    return of(
        "test examples of " + data.name(),
        data.test(),
        Optional.of(data.train()),
        judged,
        samples,
        seed);
  }

  /** The same by examples of which it is not known what was trained on. */
  public static SampleQuality of(Samples reference, Map<String, ?> judged, int samples, long seed) {
    return of("examples", reference, Optional.empty(), judged, samples, seed);
  }

  private static String name(GenerativeModel model) {
    return model instanceof NeuralModel neural
        ? neural.type()
        : model.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static SampleQuality of(
      String data,
      Samples examples,
      Optional<Samples> training,
      Map<String, ?> judged,
      int samples,
      long seed) {
    List<String> halved =
        judged.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Samples given && same(given, examples))
            .map(Map.Entry::getKey)
            .toList();
    Samples shuffled = FeatureSpace.random(examples, examples.count(), Randomness.derive(seed, 0));
    int kept = halved.isEmpty() ? examples.count() : examples.count() / 2;
    Samples reference = shuffled.first(kept);
    Map<String, Object> rows = new LinkedHashMap<>(judged);
    halved.forEach(name -> rows.put(name, shuffled.range(kept, examples.count())));
    int count = count(rows, kept, samples);
    rows.forEach((name, row) -> requireSize(name, row, examples, seed));
    training.ifPresent(given -> requireSize("training", given, examples, seed));
    List<SampleScore> scores = new ArrayList<>();
    List<String> grey = new ArrayList<>();
    boolean binary = examples.isBinary();
    SampleJudge judge;
    try (ProgressTask work = ProgressTask.of("step", rows.size() + 1)) {
      judge = new SampleJudge(reference, training, count, Randomness.derive(seed, 1));
      work.advance(1);
      rows.forEach(
          (name, row) -> {
            Samples drawn =
                row instanceof GenerativeModel model
                    ? model.sample(count, seed)
                    : FeatureSpace.random((Samples) row, count, Randomness.derive(seed, 2));
            if (binary && !drawn.isBinary() && isFractions(drawn)) {
              drawn = drawn.binarized(Randomness.derive(seed, 3));
              grey.add(name);
            }
            scores.add(judge.score(name, drawn.reshaped(examples.shape())));
            work.advance(1);
          });
    }
    return new SampleQuality(
        data, count, scores, remarks(judge, data, count, samples, halved, grey));
  }

  private static boolean isFractions(Samples samples) {
    for (float value : samples.values()) {
      if (value < 0 || value > 1) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Samples some, Samples others) {
    return some.count() == others.count() && Fingerprint.of(some).equals(Fingerprint.of(others));
  }

  private static int count(Map<String, Object> rows, int kept, int samples) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to judge: name a model or samples, as in SampleQuality.of(gan, digits)");
    }
    int count = Math.min(samples, kept);
    String few = count == samples ? "asked for" : "to judge by";
    for (Map.Entry<String, Object> row : rows.entrySet()) {
      if (row.getValue() instanceof Samples given && given.count() < count) {
        count = given.count();
        few = "in '" + row.getKey() + "'";
      }
    }
    if (count < FEWEST) {
      throw new IllegalArgumentException(
          NumberText.format(
              "The quality of samples takes at least %d of each, samples and examples to judge by,"
                  + " but there are only %d %s: take more",
              FEWEST, count, few));
    }
    return count;
  }

  /** Looks at one sample before anything is computed. */
  private static void requireSize(String name, Object row, Samples examples, long seed) {
    int dimensions;
    if (row instanceof Samples given) {
      dimensions = given.dimensions();
    } else if (row instanceof GenerativeModel model) {
      dimensions =
          model instanceof NeuralModel neural
              ? neural.dimensions()
              : model.sample(1, seed).dimensions();
    } else {
      throw new IllegalArgumentException(
          "'%s' is neither a model nor samples, so it can't be judged: take for example gan or digits.test()"
              .formatted(name));
    }
    if (dimensions != examples.dimensions()) {
      throw new IllegalArgumentException(
          NumberText.format(
              "'%s' has %d values in each example, but the examples to judge by have %d: take data"
                  + " of the same size, as with .resized(14, 14)",
              name, dimensions, examples.dimensions()));
    }
  }

  private static List<String> remarks(
      SampleJudge judge,
      String data,
      int count,
      int samples,
      List<String> halved,
      List<String> grey) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        NumberText.format(
            "%,d samples of each, judged by %,d %s; ± is a standard error.", count, count, data));
    remarks.add(
        "Precision: how many samples lie where examples do; recall: how many examples lie where"
            + " samples do. Both distances are 0 for samples like the examples, and estimates of"
            + " them may fall below.");
    remarks.add(
        judge.knowsTraining()
            ? "Memorisation: how often a sample is nearer to the training examples than an example"
                + " is; 50 % if both are alike, 100 % for copies."
            : "Training examples are not known, so nothing is said of copies: give a data set.");
    remarks.add(
        "Computed from "
            + judge.features()
            + "; numbers by other features or of other counts can't be compared with these.");
    if (count < samples) {
      remarks.add(
          NumberText.format(
              "There are not %,d of everything, so there are %,d of each.", samples, count));
    }
    halved.forEach(
        name ->
            remarks.add(
                "%s is what the others are judged by: one half of it is judged by the other."
                    .formatted(name)));
    if (!grey.isEmpty()) {
      remarks.add(
          "The examples are black and white, but the samples of %s are grey: each of their values was binarized at random, as a probability."
              .formatted(String.join(", ", grey)));
    }
    return remarks;
  }

  /** What they are judged by: "test examples of drawn-digits". */
  public String data() {
    return data;
  }

  /** How many samples of each were judged, by as many examples. */
  public int count() {
    return count;
  }

  /** Whether it is known what was trained on, so that copies of it are looked for. */
  public boolean knowsTraining() {
    return scores.get(0).memorisation().isPresent();
  }

  /** What each is worth, in the order in which they were given. */
  public List<SampleScore> scores() {
    return scores;
  }

  /**
   * What one is worth, by its name.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public SampleScore score(String name) {
    return scores.stream()
        .filter(score -> score.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Nothing here is called '%s': there are %s"
                        .formatted(
                            name,
                            String.join(", ", scores.stream().map(SampleScore::name).toList()))));
  }

  /** What has to be known to read the numbers, in sentences. */
  public List<String> remarks() {
    return remarks;
  }

  /** A row for each, with a column for each number and its standard error. */
  public Table table() {
    Table table =
        Table.create(
            "Quality of samples, by " + data,
            StringColumn.create("samples of", scores.stream().map(SampleScore::name).toList()));
    table.addColumns(numbers("precision", SampleScore::precision));
    table.addColumns(numbers("recall", SampleScore::recall));
    table.addColumns(numbers("Fréchet distance", SampleScore::frechetDistance));
    table.addColumns(numbers("kernel distance", SampleScore::kernelDistance));
    return table.addColumns(
        numbers(
            "memorisation",
            score -> score.memorisation().orElse(new Estimate(Double.NaN, Double.NaN))));
  }

  private DoubleColumn[] numbers(String title, Function<SampleScore, Estimate> number) {
    List<Estimate> estimates = scores.stream().map(number).toList();
    return new DoubleColumn[] {
      DoubleColumn.create(title, estimates.stream().mapToDouble(Estimate::value)),
      DoubleColumn.create(
          title + ", standard error", estimates.stream().mapToDouble(Estimate::standardError))
    };
  }

  @Override
  public String toString() {
    return table().printAll() + "\n" + String.join("\n", remarks);
  }
}
