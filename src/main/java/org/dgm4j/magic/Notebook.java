package org.dgm4j.magic;

import java.util.List;
import org.dgm4j.display.Look;
import org.dgm4j.display.View;

/** What a magic needs of the notebook it runs in, whatever the kernel. */
public interface Notebook {

  /**
   * The value of a Java expression in the notebook.
   *
   * @throws RuntimeException if it can't be compiled or fails
   */
  Object evaluate(String expression);

  /** The names of the notebook's variables. */
  List<String> variables();

  /** How views are shown. */
  Look look();

  /** Shows the views that follow, and the values of cells, in another look. */
  void setLook(Look look);

  /** Shows a view below the current cell. */
  Output display(View view);

  /** Something shown, which can be replaced. */
  interface Output {

    /** Replaces it, wherever the notebook is by now. */
    void update(View view);
  }
}
