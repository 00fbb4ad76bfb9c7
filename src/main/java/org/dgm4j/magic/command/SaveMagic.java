package org.dgm4j.magic.command;

import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.model.NeuralModel;
import org.dgm4j.model.registry.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(description = "Saves a model to a file; Models.load(\"FILE\") loads it.")
public final class SaveMagic extends Magic {

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model, such as nade.")
  private String model;

  @Parameters(index = "1", paramLabel = "FILE", description = "A file, such as models/nade.")
  private String file;

  @Override
  public Outcome run(Notebook notebook) {
    NeuralModel neural =
        evaluate(
            notebook,
            model,
            NeuralModel.class,
            "a model that can be saved: type for example %save nade models/nade");
    Models.save(neural, file);
    return Outcome.text("Saved " + neural + " to " + file);
  }
}
