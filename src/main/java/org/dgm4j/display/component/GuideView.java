package org.dgm4j.display.component;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.html.Markup;

/**
 * A way into the plugin: facts, and lists whose entries open or lead somewhere.
 *
 * @param facts names and values
 * @param sections the lists
 * @param note a sentence at the end
 */
public record GuideView(List<Fact> facts, List<Section> sections, String note) implements View {

  /** A name and a value. */
  public record Fact(String name, String value) {}

  /** A list and its title. */
  public record Section(String title, List<Entry> entries) {

    public Section {
      entries = List.copyOf(entries);
    }
  }

  /**
   * An entry of a list.
   *
   * @param name what is typed
   * @param about what it is
   * @param address where a click leads, relative to the notebook
   * @param more what a click opens below it
   */
  public record Entry(
      String name, String about, Optional<String> address, Optional<HelpView> more) {}

  public GuideView {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }

  @Override
  public MimeBundle bundle(FigureStyle style) {
    return MimeBundle.text(text()).with(MimeBundle.HTML, "<div>" + html() + "</div>");
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    facts.forEach(fact -> text.append(NumberText.format("%-9s%s\n", fact.name, fact.value)));
    for (Section section : sections) {
      int width = section.entries.stream().mapToInt(entry -> entry.name.length()).max().orElse(0);
      text.append('\n').append(section.title).append('\n');
      for (Entry entry : section.entries) {
        String line = ("%-" + (width + 2) + "s%s").formatted(entry.name, entry.about);
        text.append(line.stripTrailing()).append('\n');
      }
    }
    return text.append('\n').append(note).toString();
  }

  private String html() {
    String table =
        facts.stream()
            .map(fact -> row(Markup.escape(fact.name), Markup.text(fact.value)))
            .collect(Collectors.joining("", "<table><tbody>", "</tbody></table>"));
    return table
        + sections.stream().map(GuideView::html).collect(Collectors.joining())
        + "<div>"
        + Markup.escape(note)
        + "</div>";
  }

  private static String row(String name, String value) {
    return NumberText.format(
        "<tr><td style=\"text-align:left\">%s</td><td style=\"text-align:left\">%s</td></tr>",
        name, value);
  }

  private static String html(Section section) {
    return section.entries.stream()
        .map(GuideView::html)
        .collect(
            Collectors.joining("", "<div><b>" + Markup.escape(section.title) + "</b></div>", ""));
  }

  private static String html(Entry entry) {
    String name = "<code>" + Markup.escape(entry.name) + "</code>";
    String linked =
        entry
            .address
            .map(to -> NumberText.format("<a href=\"%s\">%s</a>", Markup.escape(to), name))
            .orElse(name);
    String line = linked + " " + Markup.escape(entry.about);
    return entry
        .more
        .map(
            more ->
                NumberText.format(
                    "<details><summary>%s</summary><div style=\"margin-left:2em\">%s</div></details>",
                    line, more.html()))
        .orElse("<div>" + line + "</div>");
  }
}
