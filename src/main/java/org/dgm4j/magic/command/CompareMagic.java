package org.dgm4j.magic.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.Comparison;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.GenerativeModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Compares models on the same examples: nats of log p(x) or of its bound with their standard"
            + " errors, bits per dimension, parameters, times of training and sampling, and samples"
            + " side by side; returns the comparison.")
public final class CompareMagic extends Magic {

  @Parameters(paramLabel = "MODEL", arity = "1..*", description = "Models, such as nade vae.")
  private List<String> models;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description =
          "A data set, such as digits, by whose test examples they are compared, or samples, such as"
              + " digits.test().first(100).")
  private String data;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "" + Comparison.SAMPLES,
      description = "How many samples each of them draws (${DEFAULT-VALUE}).")
  private int samples;

  @Option(names = "--seed", paramLabel = "N", description = "The seed (the notebook's).")
  private Long seed;

  @Override
  public Outcome run(Notebook notebook) {
    if (samples < 1) {
      throw new UserError("--samples must be at least 1, but is %d: try 16".formatted(samples));
    }
    Map<String, GenerativeModel> named = new LinkedHashMap<>();
    for (String model : models) {
      String wanted = "a model: type for example %compare nade vae --data digits";
      if (named.put(model, evaluate(notebook, model, GenerativeModel.class, wanted)) != null) {
        throw new UserError("'%s' stands there twice: name each model once".formatted(model));
      }
    }
    Object examples = evaluate(notebook, data, Object.class, "a data set or samples");
    long chosen = seed == null ? Seeds.next() : seed;
    Comparison comparison;
    if (examples instanceof Dataset dataset) {
      comparison = Comparison.of(dataset, named, samples, chosen);
    } else if (examples instanceof Samples some) {
      comparison = Comparison.of(some, named, samples, chosen);
    } else {
      throw wrongType(data, examples, "a data set or samples");
    }
    return Outcome.of(comparison, Views.of(comparison).orElseThrow());
  }
}
