package org.dgm4j.kernel;

import java.io.PrintStream;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.magic.notebook.Notebook;

/**
 * Something in a console, where nothing that was displayed can be replaced: what is about to be
 * replaced is a line that is printed over itself, at most once a second.
 */
final class ConsoleOutput implements Notebook.Output {

  private static final long BETWEEN = 1_000_000_000;
  private static final String SEPARATOR = " · ";

  /** In a terminal of 80 columns: of a line that is wrapped, only the last row is printed over. */
  private static final int WIDTH = 79;

  private final Notebook.Output output;
  private final PrintStream out;
  private int printed;
  private long due = System.nanoTime();

  /**
   * @param output where what stays is shown
   */
  ConsoleOutput(Notebook.Output output, PrintStream out) {
    this.output = output;
    this.out = out;
  }

  @Override
  public void pass(View view) {
    if (System.nanoTime() - due >= 0) {
      String line = view.bundle().get(MimeBundle.TEXT).lines().findFirst().orElse("");
      print(fitting(line));
      due = System.nanoTime() + BETWEEN;
    }
  }

  @Override
  public void show(View view) {
    if (printed > 0) {
      print("");
      print("");
    }
    output.show(view);
  }

  /** The parts at the start of a line that fit into a row. */
  private static String fitting(String line) {
    if (line.length() <= WIDTH) {
      return line;
    }
    int end = line.lastIndexOf(SEPARATOR, WIDTH);
    return line.substring(0, end < 0 ? WIDTH : end);
  }

  /** Prints a line over the one before. */
  private void print(String line) {
    out.print("\r" + line + " ".repeat(Math.max(0, printed - line.length())));
    out.flush();
    printed = line.length();
  }

  @Override
  public boolean isCurrent() {
    return output.isCurrent();
  }
}
