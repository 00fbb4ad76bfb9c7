package org.dgm4j.magic;

import org.dgm4j.data.Samples;
import org.dgm4j.display.ImageGrid;
import org.dgm4j.display.SamplesView;
import org.dgm4j.display.View;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.probability.Seeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Draws samples from a model and shows them; returns the samples.")
final class SamplesMagic extends Magic {

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model, such as nade.")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "COUNT",
      arity = "0..1",
      defaultValue = "64",
      description = "How many (${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--columns", paramLabel = "N", description = "Images in a row of the picture.")
  private Integer columns;

  @Option(
      names = "--means",
      description =
          "Shows the means of p(x | z) in place of pixels drawn from it, for a model with latent"
              + " variables.")
  private boolean means;

  @Option(names = "--seed", paramLabel = "N", description = "The seed (the notebook's).")
  private Long seed;

  @Override
  int columns() {
    return columns == null ? 0 : columns;
  }

  @Override
  Outcome run(Notebook notebook) {
    GenerativeModel generator =
        evaluate(notebook, model, GenerativeModel.class, "a model that can be sampled from");
    long chosen = seed == null ? Seeds.next() : seed;
    Samples samples;
    if (means) {
      samples = latent(generator).sampleMeans(count, chosen);
    } else if (generator instanceof AutoregressiveModel drawing) {
      samples = drawing.sampling().seed(chosen).sample(count);
    } else {
      samples = generator.sample(count, chosen);
    }
    View view =
        columns == null || !samples.isImages()
            ? SamplesView.of(samples)
            : ImageGrid.of(samples).columns(columns);
    return Outcome.of(samples, view);
  }

  private LatentVariableModel latent(GenerativeModel generator) {
    if (generator instanceof LatentVariableModel withCodes) {
      return withCodes;
    }
    throw new UserError(
        "'%s' has no latent variables whose decodings have means: leave --means out"
            .formatted(model));
  }
}
