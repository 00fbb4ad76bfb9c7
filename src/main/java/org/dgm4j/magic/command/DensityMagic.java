package org.dgm4j.magic.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.View;
import org.dgm4j.display.component.Captioned;
import org.dgm4j.display.component.HistogramView;
import org.dgm4j.display.component.Stacked;
import org.dgm4j.display.registry.Views;
import org.dgm4j.display.view.probability.DensityCurve;
import org.dgm4j.display.view.probability.DensityView;
import org.dgm4j.display.view.probability.PairDensityView;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.probability.Draws;
import org.dgm4j.probability.Multivariate;
import org.dgm4j.probability.joint.JointTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Shows a density: of one or several models histograms of log p(x) or of its bound; of a"
            + " model, distribution or data set of two dimensions contours with samples; of one"
            + " dimension the curve, over a histogram of the data.")
public final class DensityMagic extends Magic {

  private static final int POINTS = 1000;
  private static final String WANTED = "a model, a distribution or a data set";
  private static final String DATA = "samples, such as digits.test()";

  @Parameters(
      paramLabel = "WHAT",
      arity = "1..*",
      description =
          "An explicit model, such as nade, or several of them; a distribution; or a data set.")
  private List<String> all;

  @Option(
      names = "--data",
      paramLabel = "SAMPLES",
      description =
          "Examples, such as digits.test() or coin.sample(1000); may be given several times.")
  private List<String> data = new ArrayList<>();

  /** What is shown at present: one of all. */
  private String what;

  @Override
  public Outcome run(Notebook notebook) {
    List<Object> values = new ArrayList<>();
    for (String expression : all) {
      values.add(evaluate(notebook, expression, Object.class, WANTED));
    }
    List<Object> groups = new ArrayList<>();
    for (String expression : data) {
      groups.add(evaluate(notebook, expression, Object.class, DATA));
    }
    what = all.get(0);
    return Outcome.of(
        null, all.size() == 1 ? view(values.get(0), groups) : ofModels(values, groups));
  }

  /** Histograms of all models over one another, or, in one or two dimensions, their densities. */
  private View ofModels(List<Object> values, List<Object> groups) {
    for (int i = 0; i < values.size(); i++) {
      what = all.get(i);
      if (!(values.get(i) instanceof GenerativeModel)) {
        throw wrongType(what, values.get(i), "a model, as each of several has to be");
      } else if (!(values.get(i) instanceof DensityModel)
          && !(values.get(i) instanceof LatentVariableModel)) {
        throw implicit(what);
      }
    }
    List<Samples> samples = examples(groups);
    boolean real = samples.stream().noneMatch(Samples::isBinary);
    if (real && samples.get(0).dimensions() <= 2) {
      List<View> views = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        what = all.get(i);
        views.add(new Captioned(what, view(values.get(i), groups)));
      }
      return new Stacked(views);
    }
    boolean bounds = values.stream().anyMatch(LatentVariableModel.class::isInstance);
    HistogramView view =
        HistogramView.of(
            "", bounds ? "log p(x), or a lower bound of it (nats)" : "log p(x) (nats)");
    Set<Boolean> kinds = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      what = all.get(i);
      kinds.add(((GenerativeModel) values.get(i)).isContinuous());
      for (int j = 0; j < samples.size(); j++) {
        String group = samples.size() == 1 ? "" : " on " + data.get(j);
        boolean bound = values.get(i) instanceof LatentVariableModel;
        view =
            view.with(
                what + (bound ? " (bound)" : "") + group, nats(values.get(i), samples.get(j)));
      }
    }
    return kinds.size() == 1
        ? view
        : new Captioned(
            "Some of these give densities of real values, others probabilities: their nats can't be compared.",
            view);
  }

  private static double[] nats(Object model, Samples samples) {
    return model instanceof DensityModel explicit
        ? explicit.logProbability(samples)
        : ((LatentVariableModel) model).evidenceLowerBound(samples).nats();
  }

  private View view(Object value, List<Object> groups) {
    if (value instanceof DensityModel model) {
      return ofModel(model, groups);
    } else if (value instanceof LatentVariableModel model) {
      return ofBound(model, groups);
    } else if (value instanceof GenerativeModel) {
      throw implicit(what);
    } else if (value instanceof ExactDataset exact && exact.dimensions() == 2) {
      noData(groups);
      return told(
          DensityView.of(exact.name(), new ExactModel(exact), some(exact.train())), exact.train());
    } else if (value instanceof Multivariate distribution) {
      return ofPoints(distribution, groups);
    } else if (value instanceof DiscreteDistribution || value instanceof ContinuousDistribution) {
      return ofNumber(value, groups);
    } else if (value instanceof JointTable || value instanceof Draws) {
      noData(groups);
      return Views.of(value).orElseThrow();
    }
    noData(groups);
    Object examples = value instanceof Dataset dataset ? dataset.train() : value;
    if (examples instanceof Samples samples && samples.dimensions() > 2) {
      throw new UserError(
          "'%s' has more than two dimensions: show how probable it is under a model, as in"
                  .formatted(what)
              + " %density nade --data digits.test()");
    }
    double[][] points = points(what, examples);
    return points[0].length == 1 ? DensityCurve.of("", column(points)) : PairDensityView.of(points);
  }

  private void noData(List<Object> groups) {
    if (!groups.isEmpty()) {
      throw new UserError(
          "--data goes with a model or a distribution, but '%s' is none: leave it out"
              .formatted(what));
    }
  }

  private List<Samples> examples(List<Object> groups) {
    if (groups.isEmpty()) {
      throw new UserError(
          "'%s' is a model: type the examples to judge, as in %%density %s --data digits.test()"
              .formatted(what, what));
    }
    List<Samples> samples = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      if (!(groups.get(i) instanceof Samples some)) {
        throw wrongType(data.get(i), groups.get(i), "samples, such as digits.test()");
      }
      samples.add(some);
    }
    return samples;
  }

  private View ofBound(LatentVariableModel model, List<Object> groups) {
    List<Samples> samples = examples(groups);
    HistogramView view =
        HistogramView.of("Lower bound of log p(x) under " + what, "evidence lower bound (nats)");
    for (int i = 0; i < groups.size(); i++) {
      view = view.with(data.get(i), nats(model, samples.get(i)));
    }
    return view;
  }

  private View ofModel(DensityModel model, List<Object> groups) {
    List<Samples> samples = examples(groups);
    int dimensions = samples.get(0).dimensions();
    boolean real = samples.stream().noneMatch(Samples::isBinary);
    if (real && dimensions == 1) {
      DensityCurve curve = DensityCurve.of(what, model);
      for (int i = 0; i < groups.size(); i++) {
        curve = curve.with(data.get(i), column(points(data.get(i), samples.get(i))));
      }
      return curve;
    } else if (real && dimensions == 2 && samples.size() == 1) {
      return told(DensityView.of(what, model, some(samples.get(0))), samples.get(0));
    }
    HistogramView view = HistogramView.of("log p(x) under " + what, "log p(x) (nats)");
    for (int i = 0; i < groups.size(); i++) {
      view = view.with(data.get(i), nats(model, samples.get(i)));
    }
    return view;
  }

  private View ofNumber(Object distribution, List<Object> groups) {
    if (groups.isEmpty()) {
      return Views.of(distribution).orElseThrow();
    }
    DensityCurve curve =
        distribution instanceof DiscreteDistribution discrete
            ? DensityCurve.of(discrete)
            : DensityCurve.of((ContinuousDistribution) distribution);
    for (int i = 0; i < groups.size(); i++) {
      double[][] points = points(data.get(i), groups.get(i));
      require(1, points[0].length, data.get(i));
      curve = curve.with(data.get(i), column(points));
    }
    return curve;
  }

  private View ofPoints(Multivariate distribution, List<Object> groups) {
    if (distribution.dimensions() != 2) {
      throw new UserError(
          "Contours need points of 2 coordinates, but '%s' has %d"
              .formatted(what, distribution.dimensions()));
    } else if (groups.isEmpty()) {
      return PairDensityView.of(distribution, distribution.sample(POINTS).rows());
    }
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      double[][] points = points(data.get(i), groups.get(i));
      require(2, points[0].length, data.get(i));
      all.addAll(List.of(points));
    }
    return PairDensityView.of(distribution, all.toArray(double[][]::new));
  }

  private void require(int expected, int actual, String expression) {
    if (expected != actual) {
      throw new UserError(
          "'%s' is a distribution of points with %d coordinate%s, but '%s' has points with %d"
              .formatted(what, expected, expected == 1 ? "" : "s", expression, actual));
    }
  }

  /** Data of any kind, shape (count, dimensions). */
  private double[][] points(String expression, Object value) {
    double[][] points = null;
    if (value instanceof Samples samples) {
      points = points(samples.count(), samples.dimensions(), samples::value);
    } else if (value instanceof Draws draws) {
      points = points(draws.count(), draws.dimensions(), draws::value);
    } else if (value instanceof double[] numbers) {
      points = points(numbers.length, 1, (i, j) -> numbers[i]);
    } else if (value instanceof int[] numbers) {
      points = points(numbers.length, 1, (i, j) -> numbers[i]);
    } else if (value instanceof double[][] rows) {
      points = rows;
    } else {
      throw wrongType(expression, value, expression.equals(what) ? WANTED : DATA);
    }
    if (points.length == 0) {
      throw new UserError("'%s' is empty: there is nothing to draw".formatted(expression));
    }
    return points;
  }

  private static double[][] points(int count, int dimensions, Value value) {
    return IntStream.range(0, count)
        .mapToObj(i -> IntStream.range(0, dimensions).mapToDouble(j -> value.at(i, j)).toArray())
        .toArray(double[][]::new);
  }

  private static double[] column(double[][] points) {
    return Arrays.stream(points).mapToDouble(point -> point[0]).toArray();
  }

  private static Samples some(Samples samples) {
    return samples.first(Math.min(POINTS, samples.count()));
  }

  /** Says so where only some of the points are the samples; the figure may thin these further. */
  private static View told(View view, Samples samples) {
    return samples.count() <= POINTS
        ? view
        : new Captioned(
            "The samples are the first %,d of %,d points.".formatted(POINTS, samples.count()),
            view);
  }

  /** One coordinate of one point. */
  private interface Value {
    double at(int point, int coordinate);
  }

  /** The law of data as a model. */
  private record ExactModel(ExactDataset data) implements DensityModel {

    @Override
    public double[] logProbability(Samples examples) {
      return data.logDensity(examples);
    }

    @Override
    public Samples sample(int count, long seed) {
      return data.sample(count, seed);
    }

    @Override
    public void close() {}
  }
}
