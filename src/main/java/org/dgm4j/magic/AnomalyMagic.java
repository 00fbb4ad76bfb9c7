package org.dgm4j.magic;

import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.AnomalyView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.model.DensityModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Shows how well log p(x) tells abnormal from normal examples: histograms, ROC curve, the"
            + " area under it, threshold, and the least and most likely images; returns the"
            + " detection.")
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

  @Option(
      names = "--false-alarm-rate",
      paramLabel = "RATE",
      defaultValue = "0.05",
      description =
          "The share of normal examples that may raise the alarm, by which the threshold is chosen"
              + " (${DEFAULT-VALUE}).")
  private double falseAlarmRate;

  @Option(
      names = "--background",
      paramLabel = "MODEL",
      description =
          "A model trained on digits.perturbed(0.2, 1), for example: also scores by the likelihood"
              + " ratio to it.")
  private String background;

  @Option(
      names = "--complexity",
      description = "Also scores by log p(x) plus the length of the compressed image.")
  private boolean complexity;

  @Override
  Outcome run(Notebook notebook) {
    AnomalyDetection detection =
        AnomalyDetection.of(
                model(notebook, model), samples(notebook, normal), samples(notebook, abnormal))
            .falseAlarmRate(falseAlarmRate);
    if (background != null) {
      detection = detection.against(model(notebook, background));
    }
    if (complexity) {
      detection = detection.withComplexity();
    }
    return Outcome.of(detection, new AnomalyView(detection, model, normal, abnormal));
  }

  private static DensityModel model(Notebook notebook, String expression) {
    return evaluate(notebook, expression, DensityModel.class, "a model that has a log-probability");
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
