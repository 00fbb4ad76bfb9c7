package org.dgm4j.display.component;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Script;

/**
 * A table that is sorted by a column when its heading is clicked, where scripts run: upwards at
 * first, downwards at the next click. Numbers come in the order of their size, empty cells last.
 */
public record SortableTable(TableView table) implements View {

  @Override
  public MimeBundle bundle(FigureStyle style) {
    MimeBundle bundle = table.bundle(style);
    return bundle.with(
        MimeBundle.HTML, bundle.get(MimeBundle.HTML) + style.script(Script.call("table.js")));
  }
}
