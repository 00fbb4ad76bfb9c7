package org.dgm4j.magic.command;

import org.dgm4j.base.Seeds;
import org.dgm4j.magic.notebook.Notebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(description = "Sets the notebook's seed, so that running it again gives the same results.")
public final class SeedMagic extends Magic {

  @Parameters(
      paramLabel = "SEED",
      arity = "0..1",
      description = "A whole number; without it, shows the seed.")
  private Long seed;

  @Override
  public Outcome run(Notebook notebook) {
    if (seed != null) {
      Seeds.set(seed);
    }
    return Outcome.text("seed " + Seeds.current());
  }
}
