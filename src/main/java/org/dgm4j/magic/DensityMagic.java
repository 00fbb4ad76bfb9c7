package org.dgm4j.magic;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.ExactDataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.DensityView;
import org.dgm4j.display.HistogramView;
import org.dgm4j.display.SamplesView;
import org.dgm4j.display.View;
import org.dgm4j.display.Views;
import org.dgm4j.model.DensityModel;
import org.dgm4j.probability.Multivariate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Shows a density: of a model histograms of log p(x); of a model, distribution or data set"
            + " of two dimensions contours with samples; of one dimension the curve.")
final class DensityMagic extends Magic {

  private static final int POINTS = 1000;

  @Parameters(
      index = "0",
      paramLabel = "WHAT",
      description = "An explicit model, such as nade; a distribution; or a data set.")
  private String what;

  @Option(
      names = "--data",
      paramLabel = "SAMPLES",
      description = "Examples, such as digits.test(); may be given several times.")
  private List<String> data = new ArrayList<>();

  @Override
  Outcome run(Notebook notebook) {
    Object value = evaluate(notebook, what, Object.class, "a model, a distribution or a data set");
    List<Samples> groups = new ArrayList<>();
    for (String expression : data) {
      groups.add(evaluate(notebook, expression, Samples.class, "samples, such as digits.test()"));
    }
    return Outcome.of(null, view(value, groups));
  }

  private View view(Object value, List<Samples> groups) {
    if (value instanceof DensityModel model) {
      return ofModel(model, groups);
    } else if (!groups.isEmpty()) {
      throw new UserError(
          "--data goes with a model, but '%s' is none: leave it out".formatted(what));
    } else if (value instanceof Multivariate distribution) {
      return DensityView.of(distribution).with(distribution.sample(POINTS).rows());
    } else if (value instanceof ExactDataset exact && exact.dimensions() == 2) {
      return DensityView.of(exact.name(), new ExactModel(exact), some(exact.train()));
    } else if (value instanceof Dataset dataset && dataset.dimensions() <= 2) {
      return SamplesView.of(some(dataset.train()));
    } else if (value instanceof Samples samples && samples.dimensions() <= 2) {
      return SamplesView.of(samples);
    } else if (value instanceof Dataset || value instanceof Samples) {
      throw new UserError(
          "'%s' has more than two dimensions: show how probable it is under a model, as in %%density"
                  .formatted(what)
              + " nade --data digits.test()");
    }
    if (value instanceof DiscreteDistribution || value instanceof ContinuousDistribution) {
      return Views.of(value).orElseThrow();
    }
    throw wrongType(what, value, "a model, a distribution or a data set");
  }

  private View ofModel(DensityModel model, List<Samples> groups) {
    if (groups.isEmpty()) {
      throw new UserError(
          "'%s' is a model: type the examples to judge, as in %%density %s --data digits.test()"
              .formatted(what, what));
    }
    if (groups.size() == 1 && groups.get(0).dimensions() == 2 && !groups.get(0).isBinary()) {
      return DensityView.of(what, model, some(groups.get(0)));
    }
    HistogramView view = HistogramView.of("log p(x) under " + what, "log p(x) (nats)");
    for (int i = 0; i < groups.size(); i++) {
      view = view.with(data.get(i), model.logProbability(groups.get(i)));
    }
    return view;
  }

  private static Samples some(Samples samples) {
    return samples.first(Math.min(POINTS, samples.count()));
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
