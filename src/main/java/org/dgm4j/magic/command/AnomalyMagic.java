package org.dgm4j.magic.command;

import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.view.evaluation.AnomalyView;
import org.dgm4j.evaluation.AnomalyDetection;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.DensityModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Shows how well log p(x), or the bound and the reconstruction of a latent variable model,"
            + " tells abnormal from normal examples: histograms, ROC curve, the"
            + " area under it, threshold, and the least and most likely images; returns the"
            + " detection.")
public final class AnomalyMagic extends Magic {

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "An explicit model, such as nade, or one with a bound, such as vae.")
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
  public Outcome run(Notebook notebook) {
    GenerativeModel judge = model(notebook, model);
    Samples normalExamples = samples(notebook, normal);
    Samples abnormalExamples = samples(notebook, abnormal);
    AnomalyDetection detection =
        judge instanceof DensityModel explicit
            ? AnomalyDetection.of(explicit, normalExamples, abnormalExamples)
            : AnomalyDetection.of((LatentVariableModel) judge, normalExamples, abnormalExamples);
    detection = detection.falseAlarmRate(falseAlarmRate);
    if (background != null) {
      GenerativeModel other = model(notebook, background);
      detection =
          other instanceof DensityModel explicit
              ? detection.against(explicit)
              : detection.against((LatentVariableModel) other);
    }
    if (complexity) {
      detection = detection.withComplexity();
    }
    return Outcome.of(detection, new AnomalyView(detection, model, normal, abnormal));
  }

  /** An explicit model or one that has a bound. */
  private static GenerativeModel model(Notebook notebook, String expression) {
    GenerativeModel model =
        evaluate(notebook, expression, GenerativeModel.class, "a model that has a log-probability");
    if (!(model instanceof DensityModel) && !(model instanceof LatentVariableModel)) {
      throw implicit(expression);
    }
    return model;
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
