package org.dgm4j.display.component;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;

/**
 * A view, and more of it that a click unfolds, in its HTML only.
 *
 * @param summary what is clicked, plain text
 * @param more what has HTML
 */
public record Folded(View view, String summary, View more) implements View {

  @Override
  public MimeBundle bundle(FigureStyle style) {
    MimeBundle bundle = view.bundle(style);
    return bundle.with(
        MimeBundle.HTML,
        bundle.get(MimeBundle.HTML)
            + "<details><summary>"
            + Markup.text(summary)
            + "</summary>"
            + more.bundle(style).get(MimeBundle.HTML)
            + "</details>");
  }
}
