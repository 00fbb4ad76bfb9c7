package org.dgm4j.magic;

import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.HistogramView;
import org.dgm4j.display.RocView;
import org.dgm4j.display.Stacked;
import org.dgm4j.evaluation.Roc;
import org.dgm4j.model.DensityModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Shows how well log p(x) tells abnormal from normal examples: histograms, ROC curve and"
            + " the area under it; returns the curve.")
final class AnomalyMagic extends Magic {

  @Parameters(index = "0", paramLabel = "MODEL", description = "An explicit model, such as nade.")
  private String model;

  @Option(
      names = "--normal",
      paramLabel = "SAMPLES",
      required = true,
      description = "Normal examples, such as digits.test().")
  private String normal;

  @Option(
      names = "--abnormal",
      paramLabel = "SAMPLES",
      required = true,
      description = "Abnormal examples, such as other.test().")
  private String abnormal;

  @Override
  Outcome run(Notebook notebook) {
    DensityModel density =
        evaluate(notebook, model, DensityModel.class, "a model that has a log-probability");
    Roc roc = Roc.of(density, samples(notebook, normal), samples(notebook, abnormal));
    HistogramView histograms =
        HistogramView.of("log p(x) under " + model, "log p(x) (nats)")
            .with("normal: " + normal, roc.normal())
            .with("abnormal: " + abnormal, roc.abnormal());
    return Outcome.of(roc, Stacked.of(histograms, RocView.of(roc)));
  }

  private static Samples samples(Notebook notebook, String expression) {
    Object value = evaluate(notebook, expression, Object.class, "samples, such as digits.test()");
    if (value instanceof Samples samples) {
      return samples;
    } else if (value instanceof Dataset) {
      throw new UserError(
          "'%s' is a data set, not samples: type %s.test()".formatted(expression, expression));
    }
    throw wrongType(expression, value, "samples, such as digits.test()");
  }
}
