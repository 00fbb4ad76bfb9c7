package org.dgm4j.magic.command;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dgm4j.base.Seeds;
import org.dgm4j.base.Suggestion;
import org.dgm4j.data.registry.Datasets;
import org.dgm4j.display.component.GuideView;
import org.dgm4j.display.component.GuideView.Entry;
import org.dgm4j.display.component.GuideView.Fact;
import org.dgm4j.display.component.GuideView.Section;
import org.dgm4j.engine.Devices;
import org.dgm4j.engine.EngineErrors;
import org.dgm4j.engine.MxNet;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(description = "Tells what is installed, and lists the magics; doctor checks the set-up.")
public final class DgmMagic extends Magic {

  private static final List<String> COMMANDS = List.of("doctor", "error");
  private static final int MOST_NOTEBOOKS = 50;

  @Parameters(
      paramLabel = "doctor|error",
      arity = "0..1",
      description =
          "doctor checks Java, engine, threads, memory, GPU, data and disk, trains every kind of"
              + " model for a step, and says what to do; error shows all that the engine said when"
              + " it failed last.")
  private String command;

  private final Supplier<List<Entry>> magics;

  /**
   * @param magics a line on each magic
   */
  public DgmMagic(Supplier<List<Entry>> magics) {
    this.magics = magics;
  }

  @Override
  public Outcome run(Notebook notebook) {
    if (command == null) {
      return Outcome.of(null, guide());
    }
    return switch (command) {
      case "doctor" -> Outcome.of(null, Doctor.view(Doctor.examine(notebook)));
      case "error" ->
          Outcome.text(EngineErrors.latest().orElse("The engine has not failed in this session."));
      default ->
          throw new UserError(
              "%%dgm has no '%s': %s"
                  .formatted(
                      command,
                      Suggestion.of(command, COMMANDS)
                          .map(near -> "did you mean %dgm " + near + "?")
                          .orElse("type %dgm alone, %dgm doctor or %dgm error")));
    };
  }

  private GuideView guide() {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Magics", magics.get()));
    sections.add(
        new Section(
            "Data sets, each shown by %dataset NAME",
            Datasets.names().stream()
                .map(
                    name ->
                        new Entry(name, Datasets.about(name), Optional.empty(), Optional.empty()))
                .toList()));
    List<Entry> notebooks = notebooks();
    if (!notebooks.isEmpty()) {
      sections.add(new Section("Notebooks in this folder", notebooks));
    }
    return new GuideView(
        facts(), sections, "Every magic has --help, and %dgm doctor checks the set-up.");
  }

  private static List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("dgm4j", version()));
    try {
      facts.add(new Fact("engine", "MXNet " + MxNet.engine().getVersion() + " through DJL"));
      facts.add(new Fact("device", Devices.name(Devices.current())));
    } catch (IllegalStateException e) {
      facts.add(new Fact("engine", e.getMessage()));
    }
    facts.add(new Fact("Java", Runtime.version().toString()));
    facts.add(new Fact("seed", Long.toString(Seeds.current())));
    facts.add(new Fact("data", Datasets.folder().toString()));
    return facts;
  }

  private static List<Entry> notebooks() {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".ipynb"))
          .sorted()
          .limit(MOST_NOTEBOOKS)
          .map(name -> new Entry(name, "", Optional.of(address(name)), Optional.empty()))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String address(String name) {
    try {
      return new URI(null, null, "./" + name, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static String version() {
    String version = DgmMagic.class.getPackage().getImplementationVersion();
    return version == null ? "(built here)" : version;
  }
}
