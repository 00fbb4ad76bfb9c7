package org.dgm4j.display.view.value;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dgm4j.base.NumberText;
import org.dgm4j.display.View;
import org.dgm4j.display.component.TableView;
import org.dgm4j.display.tablesaw.DataColumn;
import org.dgm4j.display.tablesaw.DataTable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Maps, records and lists of records as tables. Their text stays what they say of themselves, and a
 * record that says more than its components keeps that alone.
 */
public final class ObjectView {

  private static final int MOST_ROWS = 50; // about two screens of a table
  private static final int BESIDE = 8; // narrow columns of a page; more go below one another
  private static final int LONGEST_TEXT = 10_000; // longer texts would drown a cell's output

  private ObjectView() {}

  /** A row for each key. */
  public static View of(Map<?, ?> map) {
    if (map.isEmpty()) {
      return View.text(map.toString());
    }
    List<List<String>> rows =
        map.entrySet().stream()
            .limit(MOST_ROWS)
            .map(entry -> List.of(cell(entry.getKey()), cell(entry.getValue())))
            .toList();
    int more = map.size() - rows.size();
    String note = more > 0 ? "… and " + NumberText.count(more, "more key") : "";
    return table(map.toString(), new TableView(List.of("key", "value"), rows, note));
  }

  /** The components side by side, or below one another where they are many. */
  public static View of(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    String text = record.toString();
    if (components.length == 0 || !isPlain(record, text)) {
      return View.text(text);
    }
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    List<String> values = Arrays.stream(components).map(c -> cell(value(c, record))).toList();
    return table(
        text,
        names.size() <= BESIDE
            ? new TableView(names, List.of(values), "")
            : new TableView(
                List.of("component", "value"),
                IntStream.range(0, names.size())
                    .mapToObj(i -> List.of(names.get(i), values.get(i)))
                    .toList(),
                ""));
  }

  /** Records of one class as a table with a column for each component; others as text. */
  public static View of(List<?> list) {
    Class<?> type = list.isEmpty() || list.get(0) == null ? null : list.get(0).getClass();
    boolean records =
        type != null
            && type.isRecord()
            && type.getRecordComponents().length > 0
            && list.stream().allMatch(type::isInstance)
            && isPlain(list.get(0), String.valueOf(list.get(0)));
    if (!records) {
      return View.text(list.toString());
    }
    Table table = Table.create(type.getSimpleName());
    for (RecordComponent component : type.getRecordComponents()) {
      table.addColumns(
          column(
              component.getName(),
              list.stream().map(element -> value(component, element)).toList()));
    }
    return DataTable.of(table);
  }

  private static View table(String text, TableView table) {
    return text.length() <= LONGEST_TEXT ? table.saying(text) : table;
  }

  /** Whether a record's text is the one that Java writes, and its components can be read. */
  private static boolean isPlain(Object record, String text) {
    try {
      String usual =
          Arrays.stream(record.getClass().getRecordComponents())
              .map(c -> c.getName() + "=" + value(c, record))
              .collect(Collectors.joining(", ", record.getClass().getSimpleName() + "[", "]"));
      return usual.equals(text);
    } catch (InaccessibleObjectException | IllegalStateException e) {
      return false;
    }
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }

  private static Column<?> column(String name, List<Object> values) {
    List<Object> present = values.stream().filter(Objects::nonNull).toList();
    if (all(present, Integer.class, Short.class, Byte.class)) {
      return IntColumn.create(
          name,
          values.stream()
              .map(v -> v == null ? null : ((Number) v).intValue())
              .toArray(Integer[]::new));
    } else if (all(present, Long.class)) {
      LongColumn column = LongColumn.create(name);
      values.forEach(v -> column.append((Long) v));
      return column;
    } else if (all(present, Double.class, Float.class)) {
      return DoubleColumn.create(
          name, values.stream().map(v -> v == null ? null : number(v)).toArray(Double[]::new));
    } else if (all(present, Boolean.class)) {
      BooleanColumn column = BooleanColumn.create(name);
      values.forEach(v -> column.append((Boolean) v));
      return column;
    } else if (all(present, LocalDate.class)) {
      return DateColumn.create(name, values.stream().map(LocalDate.class::cast));
    }
    List<String> cells = new ArrayList<>();
    values.forEach(v -> cells.add(v == null ? null : cell(v)));
    return StringColumn.create(name, cells);
  }

  /** A float as the number that one reads, 0.1 and not 0.10000000149. */
  private static double number(Object value) {
    return value instanceof Float ? Double.parseDouble(value.toString()) : (Double) value;
  }

  private static boolean all(List<Object> values, Class<?>... types) {
    return !values.isEmpty()
        && values.stream().allMatch(v -> Stream.of(types).anyMatch(type -> type.isInstance(v)));
  }

  /** A value in a cell: numbers to six digits, arrays by their size, others on one line. */
  private static String cell(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return NumberText.cell(number(value));
    } else if (value != null && Tensor.isArray(value)) {
      return ArrayView.brief(value);
    }
    return DataColumn.line(String.valueOf(value));
  }
}
