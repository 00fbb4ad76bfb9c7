package org.dgm4j.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.data.TrainingRecord;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.FactorizedModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.Objective;
import org.dgm4j.model.autoregressive.GaussianAutoRegressive;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Models side by side on the same examples: what log p(x) is under each, exactly or at least, what
 * each of them costs, and samples. What the numbers do not say for themselves is said in remarks.
 *
 * <pre>{@code
 * Comparison.of(digits, nade, vae, gan)
 * }</pre>
 */
public final class Comparison {

  /** Four rows of four. */
  public static final int SAMPLES = 16;

  /** Seconds beside which the start of an engine's first operation does not count. */
  private static final double WARM = 1;

  private final String data;
  private final int count;
  private final List<ModelScore> models;
  private final List<String> remarks;

  private Comparison(String data, int count, List<ModelScore> models, List<String> remarks) {
    this.data = data;
    this.count = count;
    this.models = List.copyOf(models);
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Compares models by the test examples of a data set.
   *
   * @throws IllegalArgumentException if there are no models or examples, or a model is not for them
   */
  public static Comparison of(Dataset data, GenerativeModel... models) {
    return of(data, named(models), SAMPLES, Seeds.next());
  }

  /**
   * Compares models by examples.
   *
   * @throws IllegalArgumentException if there are no models or examples, or a model is not for them
   */
  public static Comparison of(Samples examples, GenerativeModel... models) {
    return of(examples, named(models), SAMPLES, Seeds.next());
  }

  /**
   * Compares models by the test examples of a data set.
   *
   * @param models by what they are called, in the order in which they are shown
   * @param samples how many samples each of them draws
   * @param seed of the samples, and of the draws of bounds
   * @throws IllegalArgumentException if there are no models or examples, or a model is not for them
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static Comparison of(
      Dataset data, Map<String, ? extends GenerativeModel> models, int samples, long seed) {
    return of(
        "test examples of " + data.name(), data.test(), Optional.of(data), models, samples, seed);
  }

  /** The same by examples of which it is not known how they were made. */
  public static Comparison of(
      Samples examples, Map<String, ? extends GenerativeModel> models, int samples, long seed) {
    return of("examples", examples, Optional.empty(), models, samples, seed);
  }

  private static Map<String, GenerativeModel> named(GenerativeModel... models) {
    Map<String, GenerativeModel> named = new LinkedHashMap<>();
    for (GenerativeModel model : models) {
      String type =
          model instanceof NeuralModel neural
              ? neural.type()
              : model.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      String name = type;
      for (int i = 2; named.containsKey(name); i++) {
        name = type + " " + i;
      }
      named.put(name, model);
    }
    return named;
  }

  private static Comparison of(
      String what,
      Samples examples,
      Optional<Dataset> data,
      Map<String, ? extends GenerativeModel> models,
      int samples,
      long seed) {
    if (models.isEmpty() || examples.count() == 0 || samples < 1) {
      throw new IllegalArgumentException(
          "A comparison needs at least one model, one example and one sample, but there are %d, %d and %d"
              .formatted(models.size(), examples.count(), samples));
    }
    models.forEach((name, model) -> require(name, model, examples));
    List<ModelScore> scores = new ArrayList<>();
    try (ProgressTask work = ProgressTask.of("model", models.size())) {
      models.forEach(
          (name, model) -> {
            scores.add(score(name, model, examples, samples, seed));
            work.advance(1);
          });
    }
    return new Comparison(
        what,
        examples.count(),
        scores,
        ComparisonRemarks.of(scores, models.values(), examples, data));
  }

  private static void require(String name, GenerativeModel model, Samples examples) {
    if (model instanceof NeuralModel neural) {
      try {
        neural.require(examples);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'%s' can't be compared on these data. %s".formatted(name, e.getMessage()), e);
      }
    }
  }

  private static ModelScore score(
      String name, GenerativeModel model, Samples examples, int count, long seed) {
    Objective objective = Objective.GAME;
    double[] nats = {};
    if (model instanceof DensityModel explicit) {
      objective = Objective.LOG_PROBABILITY;
      nats = explicit.logProbability(examples);
    } else if (model instanceof LatentVariableModel latent) {
      objective = Objective.LOWER_BOUND;
      nats = latent.evidenceLowerBound(examples, seed).nats();
    }
    long began = System.nanoTime();
    Samples drawn = model.sample(count, seed);
    double seconds = since(began);
    if (seconds < WARM) {
      began = System.nanoTime();
      drawn = model.sample(count, seed);
      seconds = since(began);
    }
    return new ModelScore(
        name,
        model,
        objective,
        nats,
        examples.dimensions(),
        parameters(model),
        model instanceof NeuralModel neural ? neural.training() : TrainingRecord.UNKNOWN,
        drawn.dimensions() == examples.dimensions() ? drawn.reshaped(examples.shape()) : drawn,
        seconds);
  }

  private static OptionalLong parameters(GenerativeModel model) {
    if (model instanceof NeuralModel neural) {
      return OptionalLong.of(neural.parameterCount());
    }
    if (model instanceof GaussianAutoRegressive linear) {
      return OptionalLong.of(linear.parameterCount());
    }
    return model instanceof FactorizedModel counted && counted.parameters().bitLength() < Long.SIZE
        ? OptionalLong.of(counted.parameters().longValueExact())
        : OptionalLong.empty();
  }

  private static double since(long began) {
    return (System.nanoTime() - began) * 1e-9;
  }

  /** What the models are compared by: "test examples of drawn-digits". */
  public String data() {
    return data;
  }

  /** The number of examples that they are compared by. */
  public int count() {
    return count;
  }

  /** Each model, in the order in which they were given. */
  public List<ModelScore> models() {
    return models;
  }

  /**
   * A model by its name.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ModelScore model(String name) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No model here is called '%s': there are %s"
                        .formatted(
                            name,
                            String.join(", ", models.stream().map(ModelScore::name).toList()))));
  }

  /** What has to be known to read the numbers, in sentences. */
  public List<String> remarks() {
    return remarks;
  }

  /** A row for each model; a cell is missing where nothing is known. */
  public Table table() {
    Table table =
        Table.create(
            "Comparison on " + data,
            texts("model", models.stream().map(ModelScore::name).toList()),
            texts("nats are", models.stream().map(ComparisonRemarks::kind).toList()),
            numbers("nats", ModelScore::mean),
            numbers("standard error", ModelScore::standardError),
            numbers("bits per dimension", ModelScore::bitsPerDimension));
    LongColumn parameters = LongColumn.create("parameters");
    models.forEach(
        model -> model.parameters().ifPresentOrElse(parameters::append, parameters::appendMissing));
    return table.addColumns(
        parameters,
        numbers("training seconds", model -> model.training().seconds()),
        numbers("sampling seconds", ModelScore::samplingSeconds));
  }

  private static StringColumn texts(String title, Collection<String> texts) {
    return StringColumn.create(title, texts);
  }

  private DoubleColumn numbers(String title, ToDoubleFunction<ModelScore> number) {
    return DoubleColumn.create(title, models.stream().mapToDouble(number));
  }

  @Override
  public String toString() {
    return table().printAll() + "\n" + String.join("\n", remarks);
  }
}
