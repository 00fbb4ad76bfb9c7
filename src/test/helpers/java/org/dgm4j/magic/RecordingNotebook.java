package org.dgm4j.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.magic.notebook.Notebook;

/** A notebook without a kernel, which keeps what it is shown. */
public final class RecordingNotebook implements Notebook {

  /** The variables by name; an expression is the name of one. */
  final Map<String, Object> variables = new TreeMap<>();

  /** What was displayed, and what took its place. */
  public final List<MimeBundle> shown = new ArrayList<>();

  /** What was shown for a while only. */
  public final List<MimeBundle> passed = new ArrayList<>();

  /** How many outputs there are. */
  int displays;

  private FigureStyle style = FigureStyle.USUAL;

  @Override
  public Object evaluate(String expression) {
    return variables.get(expression);
  }

  @Override
  public List<String> variables() {
    return List.copyOf(variables.keySet());
  }

  @Override
  public FigureStyle style() {
    return style;
  }

  @Override
  public void setStyle(FigureStyle other) {
    style = other;
  }

  @Override
  public String kernel() {
    return "no kernel";
  }

  @Override
  public Output output() {
    return new Output() {
      private boolean used;

      @Override
      public void show(View view) {
        keep(view, shown);
      }

      @Override
      public void pass(View view) {
        keep(view, passed);
      }

      private void keep(View view, List<MimeBundle> kept) {
        displays += used ? 0 : 1;
        used = true;
        kept.add(view.bundle(style));
      }

      @Override
      public boolean isCurrent() {
        return true;
      }
    };
  }
}
