package org.dgm4j.display.component;

import java.util.List;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;

/**
 * How a command is typed.
 *
 * @param text all of it as plain text
 * @param about what it does, in a sentence
 * @param usage its arguments in a line
 * @param arguments what each argument is called, and what it is for
 * @param example a line to type
 */
public record HelpView(
    String text, String about, String usage, List<Argument> arguments, String example)
    implements View {

  /** An argument and its meaning. */
  public record Argument(String name, String meaning) {}

  public HelpView {
    arguments = List.copyOf(arguments);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return MimeBundle.text(text).with(MimeBundle.HTML, "<div>" + html() + "</div>");
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<div>").append(Markup.escape(about)).append("</div>");
    html.append("<div><code>").append(Markup.escape(usage)).append("</code></div>");
    html.append("<table><tbody>");
    for (Argument argument : arguments) {
      html.append("<tr><td style=\"text-align:left;white-space:nowrap\"><code>")
          .append(Markup.escape(argument.name))
          .append("</code></td><td style=\"text-align:left\">")
          .append(Markup.escape(argument.meaning))
          .append("</td></tr>");
    }
    html.append("</tbody></table>");
    return html.append("<div>Example: <code>")
        .append(Markup.escape(example))
        .append("</code></div>")
        .toString();
  }
}
