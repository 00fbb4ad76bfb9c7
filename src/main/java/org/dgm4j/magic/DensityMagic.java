package org.dgm4j.magic;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.data.Samples;
import org.dgm4j.display.HistogramView;
import org.dgm4j.model.DensityModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Shows how probable examples are under a model: histograms of log p(x).")
final class DensityMagic extends Magic {

  @Parameters(index = "0", paramLabel = "MODEL", description = "An explicit model, such as nade.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "SAMPLES",
      required = true,
      description = "Examples, such as digits.test(); may be given several times.")
  private List<String> data;

  @Override
  Outcome run(Notebook notebook) {
    DensityModel density =
        evaluate(notebook, model, DensityModel.class, "a model that has a log-probability");
    List<Samples> groups = new ArrayList<>();
    for (String expression : data) {
      groups.add(evaluate(notebook, expression, Samples.class, "samples, such as digits.test()"));
    }
    HistogramView view = HistogramView.of("log p(x) under " + model, "log p(x) (nats)");
    for (int i = 0; i < groups.size(); i++) {
      view = view.with(data.get(i), density.logProbability(groups.get(i)));
    }
    return Outcome.of(null, view);
  }
}
