package org.dgm4j.display.component;

import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;

/**
 * A view with a sentence above it, in its text and in its HTML.
 *
 * @param caption plain text
 */
public record Captioned(String caption, View view) implements View {

  @Override
  public MimeBundle bundle(FigureStyle style) {
    MimeBundle bundle = view.bundle(style);
    MimeBundle captioned =
        bundle.with(MimeBundle.TEXT, caption + "\n" + bundle.get(MimeBundle.TEXT));
    String html = bundle.get(MimeBundle.HTML);
    return html == null
        ? captioned
        : captioned.with(MimeBundle.HTML, "<div>" + Markup.text(caption) + "</div>" + html);
  }
}
