package org.dgm4j.magic.notebook;

import java.util.List;
import java.util.Optional;
import org.dgm4j.display.FigureStyle;
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

  /** The name of the notebook's file; the empty string where it is not known. */
  default String name() {
    return "";
  }

  /**
   * The name of the variable that holds this object, the last one if there are several; the empty
   * string if none does. To be called from a cell that is running.
   */
  default String variableOf(Object value) {
    return variables().stream()
        .filter(name -> evaluate(name) == value)
        .reduce("", (earlier, later) -> later);
  }

  /**
   * The type that an expression has by its declaration, or the class that it names; nothing is
   * evaluated.
   *
   * @return nothing if it has none, or if that is not known
   */
  default Optional<Class<?>> type(String expression) {
    return Optional.empty();
  }

  /** How views are shown. */
  FigureStyle style();

  /** Shows the views that follow, and the values of cells, in another style. */
  void setStyle(FigureStyle style);

  /** What the notebook runs on, for people. */
  String kernel();

  /** A place below the cell that is running now, where nothing is shown yet. */
  Output output();

  /** Shows a view below the current cell. */
  default void display(View view) {
    output().show(view);
  }

  /** A place for one thing below a cell. */
  interface Output {

    /** Shows something there in the place of what was, wherever the notebook is by now. */
    void show(View view);

    /** The same for something that is about to be replaced. */
    default void pass(View view) {
      show(view);
    }

    /** Whether its cell is running, in the same execution; false if that is not known. */
    boolean isCurrent();
  }
}
