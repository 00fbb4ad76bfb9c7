package org.dgm4j.kernel;

import java.util.List;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.magic.CellErrors;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.command.Magic;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;

/** Runs magics in a notebook, and shows there what they have to show. */
public final class MagicExecution {

  private MagicExecution() {}

  /**
   * Runs a magic, shows how far it is, and in the same place its result.
   *
   * @return what the magic makes, or null
   * @throws UserError with one sentence, if the user made a mistake
   */
  public static Object run(String name, List<String> arguments, Notebook notebook) {
    Magic magic = Magics.of(name, arguments);
    try (LiveOutput live = LiveOutput.ofMagic(notebook, magic.columns());
        ProgressTask.Watch watch = ProgressTask.watch(live)) {
      Magic.Outcome outcome = magic.run(notebook);
      outcome.view().ifPresent(live::leave);
      return outcome.value();
    } catch (RuntimeException e) {
      throw CellErrors.explained(e);
    } catch (OutOfMemoryError e) {
      throw new UserError(
          "The Java heap is too small for this: ask for less, or start with a larger heap, as"
              + " JDK_JAVA_OPTIONS=-Xmx12g ./lab");
    }
  }
}
