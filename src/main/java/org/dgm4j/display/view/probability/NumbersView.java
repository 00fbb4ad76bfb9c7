package org.dgm4j.display.view.probability;

import java.util.ArrayList;
import java.util.List;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.View;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.html.Markup;
import org.dgm4j.probability.divergence.Quantity;
import org.dgm4j.probability.joint.Independence;
import org.dgm4j.probability.joint.ParameterCount;

/** Single results as a small table, with the sentence that they say of themselves as the text. */
public final class NumbersView {

  private static final int LONGEST = 12; // shorter ones are read at a glance
  private static final int WRITTEN = 20_000; // 20 kB of HTML for one number

  private NumbersView() {}

  /** A quantity in its unit and in bits, with its standard error and how it was computed. */
  public static View of(Quantity quantity) {
    boolean nats = quantity.unit().equals("nats");
    List<String> columns = new ArrayList<>(List.of("quantity"));
    List<String> row = new ArrayList<>(List.of(quantity.name()));
    columns.add(quantity.unit().isEmpty() ? "value" : quantity.unit());
    row.add(value(quantity));
    if (nats) {
      columns.add("bits");
      row.add(value(quantity.inBits()));
    }
    columns.add("computed");
    row.add(
        quantity.draws() > 0
            ? quantity.method() + ", " + NumberText.count(quantity.draws(), "sample")
            : quantity.method().toString());
    return table(quantity.toString(), columns, row, quantity.note());
  }

  private static String value(Quantity quantity) {
    if (Double.isNaN(quantity.value())) {
      return "unknown";
    }
    String value = NumberText.text(quantity.value());
    return quantity.standardError() > 0
        ? value + " ± " + NumberText.text(NumberText.significant(quantity.standardError(), 2))
        : value;
  }

  /** Whether two variables are independent, and where the deviation is largest. */
  public static View of(Independence independence) {
    String given =
        independence.given().isEmpty() ? "" : " | " + String.join(", ", independence.given());
    return table(
        independence.toString(),
        List.of("statement", "holds", "largest deviation", "where", "mutual information (nats)"),
        List.of(
            independence.first() + " ⊥ " + independence.second() + given,
            String.valueOf(independence.holds()),
            NumberText.text(independence.deviation()),
            independence.cell(),
            NumberText.text(independence.mutualInformation())),
        "");
  }

  /** A number of free parameters; one with many digits can be unfolded. */
  public static View of(ParameterCount count) {
    String text = count.toString();
    String digits = count.exact().toString();
    String number = "<div>" + Markup.text(text + " free parameters") + "</div>";
    String full =
        digits.length() <= LONGEST || digits.length() > WRITTEN
            ? ""
            : NumberText.format(
                "<details><summary>all %,d digits</summary>"
                    + "<div style=\"word-break:break-all\">%s</div></details>",
                digits.length(), digits);
    return style -> MimeBundle.text(text).with(MimeBundle.HTML, "<div>" + number + full + "</div>");
  }

  private static View table(String text, List<String> columns, List<String> row, String note) {
    return new TableView(columns, List.of(row), note).saying(text);
  }
}
