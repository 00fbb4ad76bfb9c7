package org.dgm4j.magic.command;

import java.util.Iterator;
import java.util.stream.Collectors;
import org.dgm4j.data.Dataset;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.registry.Views;
import org.dgm4j.magic.notebook.Notebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(description = "Lists the known data sets, or shows one; returns the data set.")
public final class DatasetMagic extends Magic {

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      completionCandidates = Names.class,
      description = "A data set, such as mnist.")
  private String name;

  /** What the Tab key offers. */
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Datasets.names().iterator();
    }
  }

  @Override
  public Outcome run(Notebook notebook) {
    if (name == null) {
      int width = Datasets.names().stream().mapToInt(String::length).max().orElseThrow();
      return Outcome.text(
          Datasets.names().stream()
              .map(known -> ("%-" + width + "s  %s").formatted(known, Datasets.about(known)))
              .collect(Collectors.joining("\n")));
    }
    Dataset dataset = Datasets.named(name);
    return Outcome.of(dataset, Views.of(dataset).orElseThrow());
  }
}
