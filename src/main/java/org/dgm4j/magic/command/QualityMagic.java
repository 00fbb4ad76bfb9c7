package org.dgm4j.magic.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.Samples;
import org.dgm4j.display.registry.Views;
import org.dgm4j.evaluation.quality.SampleQuality;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.GenerativeModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Tells how good samples are, also of models without a likelihood: precision, recall,"
            + " Fréchet and kernel distance to real examples and memorisation, with their standard"
            + " errors, and samples with the nearest training examples; returns the quality.")
public final class QualityMagic extends Magic {

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description = "Models, such as gan vae, or samples, such as digits.test().")
  private List<String> judged;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description =
          "A data set, such as digits, by whose test examples they are judged, and among whose"
              + " training examples copies are looked for; or samples, such as digits.test().")
  private String data;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "" + SampleQuality.SAMPLES,
      description =
          "How many samples of each are judged, by as many examples (${DEFAULT-VALUE}); of all"
              + " alike, as precision and recall depend on it.")
  private int samples;

  @Option(names = "--seed", paramLabel = "N", description = "The seed (the notebook's).")
  private Long seed;

  @Override
  public Outcome run(Notebook notebook) {
    if (samples < SampleQuality.FEWEST) {
      throw new UserError(
          "--samples must be at least %d, but is %d: try 2000"
              .formatted(SampleQuality.FEWEST, samples));
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (String expression : judged) {
      if (named.put(expression, judged(notebook, expression)) != null) {
        throw new UserError("'%s' stands there twice: name each once".formatted(expression));
      }
    }
    Object examples = evaluate(notebook, data, Object.class, "a data set or samples");
    long chosen = seed == null ? Seeds.next() : seed;
    SampleQuality quality;
    if (examples instanceof Dataset dataset) {
      quality = SampleQuality.of(dataset, named, samples, chosen);
    } else if (examples instanceof Samples some) {
      quality = SampleQuality.of(some, named, samples, chosen);
    } else {
      throw wrongType(data, examples, "a data set or samples");
    }
    return Outcome.of(quality, Views.of(quality).orElseThrow());
  }

  private static Object judged(Notebook notebook, String expression) {
    Object value = evaluate(notebook, expression, Object.class, "a model or samples");
    if (value instanceof Dataset) {
      throw new UserError(
          "'%s' is a data set, not samples: type %s.test()".formatted(expression, expression));
    }
    if (!(value instanceof GenerativeModel) && !(value instanceof Samples)) {
      throw wrongType(
          expression, value, "a model or samples: type for example %quality gan vae --data digits");
    }
    return value;
  }
}
