package org.dgm4j.display.component;

import java.util.List;
import java.util.stream.Collectors;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;

/**
 * How a command, a class or a method is typed.
 *
 * @param text all of it as plain text
 * @param about what it does or is, in a sentence or two
 * @param usage how it is typed, in a line
 * @param sections lists of what it takes or has
 * @param example lines to type; empty if there is none
 */
public record HelpView(
    String text, String about, String usage, List<Section> sections, String example)
    implements View {

  /** An argument or a method, and its meaning. */
  public record Argument(String name, String meaning) {}

  /**
   * A list.
   *
   * @param title what stands above it, if anything
   * @param about a sentence on it, if anything
   */
  public record Section(String title, String about, List<Argument> arguments) {

    public Section {
      arguments = List.copyOf(arguments);
    }
  }

  public HelpView {
    sections = List.copyOf(sections);
  }

  /** Help whose plain text says the same as its other faces. */
  public static HelpView of(String about, String usage, List<Section> sections, String example) {
    StringBuilder text = new StringBuilder(about).append("\n\n    ").append(usage).append('\n');
    if (!example.isEmpty()) {
      text.append("\nExample\n").append(example.indent(4));
    }
    for (Section section : sections) {
      text.append('\n').append(section.title).append('\n');
      if (!section.about.isEmpty()) {
        text.append("  ").append(section.about).append('\n');
      }
      for (Argument argument : section.arguments) {
        String line = "  %-32s  %s".formatted(argument.name, argument.meaning);
        text.append(line.stripTrailing()).append('\n');
      }
    }
    return new HelpView(text.toString().stripTrailing(), about, usage, sections, example);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return MimeBundle.text(text).with(MimeBundle.HTML, "<div>" + html() + "</div>");
  }

  String html() {
    String lists = sections.stream().map(HelpView::html).collect(Collectors.joining());
    return "<div>%s</div><div><code>%s</code></div>%s%s"
        .formatted(Markup.escape(about), Markup.escape(usage), exampleHtml(), lists);
  }

  private String exampleHtml() {
    String code = Markup.escape(example);
    if (example.isEmpty()) {
      return "";
    }
    return example.contains("\n")
        ? "<div>Example:</div><pre style=\"margin-left:1em\">" + code + "</pre>"
        : "<div>Example: <code>" + code + "</code></div>";
  }

  private static String html(Section section) {
    StringBuilder html = new StringBuilder();
    if (!section.title.isEmpty()) {
      html.append("<div><b>").append(Markup.escape(section.title)).append("</b></div>");
    }
    if (!section.about.isEmpty()) {
      html.append("<div>").append(Markup.escape(section.about)).append("</div>");
    }
    if (section.arguments.isEmpty()) {
      return html.toString();
    }
    html.append("<table><tbody>");
    for (Argument argument : section.arguments) {
      html.append("<tr><td style=\"text-align:left;white-space:nowrap\"><code>")
          .append(Markup.escape(argument.name))
          .append("</code></td><td style=\"text-align:left\">")
          .append(Markup.escape(argument.meaning))
          .append("</td></tr>");
    }
    return html.append("</tbody></table>").toString();
  }
}
