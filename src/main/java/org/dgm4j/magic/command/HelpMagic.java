package org.dgm4j.magic.command;

import java.util.function.Supplier;
import org.dgm4j.display.component.HelpView;
import org.dgm4j.magic.help.HelpTopics;
import org.dgm4j.magic.notebook.Notebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(description = "Tells what a class, method, variable, magic or data set is for.")
public final class HelpMagic extends Magic {

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description =
          "A name, such as Nade, Nade.builder, nade.sample, train or mnist; without it, the same as"
              + " %%dgm. NAME? in a cell of its own asks the same.")
  private String name;

  private final Supplier<HelpTopics> help;
  private final DgmMagic guide;

  /**
   * @param help what knows an answer
   * @param guide what is shown if nothing in particular is asked for
   */
  public HelpMagic(Supplier<HelpTopics> help, DgmMagic guide) {
    this.help = help;
    this.guide = guide;
  }

  @Override
  public Outcome run(Notebook notebook) {
    if (name == null) {
      return guide.run(notebook);
    }
    HelpTopics known = help.get();
    HelpView view = known.of(name, notebook).orElseThrow(() -> known.unknown(name, notebook));
    return Outcome.of(null, view);
  }
}
