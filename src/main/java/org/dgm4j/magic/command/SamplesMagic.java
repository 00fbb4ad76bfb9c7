package org.dgm4j.magic.command;

import java.util.Arrays;
import org.dgm4j.base.Seeds;
import org.dgm4j.data.Samples;
import org.dgm4j.display.View;
import org.dgm4j.display.component.ImageGrid;
import org.dgm4j.display.view.value.SamplesView;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import org.dgm4j.model.AutoregressiveModel;
import org.dgm4j.model.GenerativeModel;
import org.dgm4j.model.LatentVariableModel;
import org.dgm4j.model.NeuralModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Draws samples from a model and shows them; returns the samples.")
public final class SamplesMagic extends Magic {

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

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Draws from conditionals sharpened to p^(1/T): below 1 what is probable becomes more so"
              + " (1); for models that draw value by value.")
  private Double temperature;

  @Option(
      names = "--label",
      paramLabel = "Y",
      description =
          "Draws samples of this label only, from p(x | y); for a model that was built with"
              + " .classes(k).")
  private Integer label;

  @Option(names = "--seed", paramLabel = "N", description = "The seed (the notebook's).")
  private Long seed;

  @Override
  public int columns() {
    return columns == null ? 0 : columns;
  }

  @Override
  public Outcome run(Notebook notebook) {
    GenerativeModel generator =
        evaluate(
            notebook,
            model,
            GenerativeModel.class,
            "a model that can be sampled from: type for example %samples nade 64, or, for a"
                + " distribution, %dist coin --samples 64");
    if (columns != null && columns < 1) {
      throw new UserError("--columns must be at least 1, but is %d: try 8".formatted(columns));
    }
    if (count < 0) {
      throw new UserError(
          "The number of samples can't be negative, but is %d: type for example %%samples %s 64"
              .formatted(count, model));
    }
    if (means && temperature != null) {
      throw new UserError("Means have no temperature: leave --means or --temperature out");
    }
    long chosen = seed == null ? Seeds.next() : seed;
    Samples samples = label == null ? drawn(generator, chosen) : ofLabel(generator, chosen);
    View view =
        columns == null || !samples.isImages()
            ? SamplesView.of(samples)
            : ImageGrid.of(samples).columns(columns);
    return Outcome.of(samples, view);
  }

  private Samples drawn(GenerativeModel generator, long chosen) {
    if (means) {
      return latent(generator).sampleMeans(count, chosen);
    }
    return temperature == null
        ? generator.sample(count, chosen)
        : drawing(generator).sampling().temperature(temperature).seed(chosen).sample(count);
  }

  private Samples ofLabel(GenerativeModel generator, long chosen) {
    if (!(generator instanceof NeuralModel model)) {
      throw new UserError(
          "'%s' has no classes, so it knows no label: leave --label out".formatted(this.model));
    }
    try (NeuralModel given = model.given(label)) {
      int[] labels = new int[count];
      Arrays.fill(labels, label);
      return drawn(given, chosen).labelled(labels);
    }
  }

  private AutoregressiveModel drawing(GenerativeModel generator) {
    if (!(generator instanceof AutoregressiveModel drawing)) {
      throw new UserError(
          "'%s' does not draw value by value, so it has no temperature: leave --temperature out"
              .formatted(model));
    }
    if (!(temperature > 0) || temperature.isInfinite()) {
      throw new UserError(
          "--temperature must be above 0, but is %s: try --temperature 0.8".formatted(temperature));
    }
    return drawing;
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
