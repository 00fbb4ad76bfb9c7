package org.dgm4j.walk;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dgm4j.data.Ordering;

/**
 * A Java expression: its text, and what makes its value, anew each time.
 *
 * @param text as it can be typed in a notebook
 */
record Expression<T>(String text, Supplier<T> value) {

  T make() {
    return value.get();
  }

  /** The call of a method without arguments on this. */
  <R> Expression<R> call(String name, Function<T, R> method) {
    return new Expression<>(text + "." + name + "()", () -> method.apply(make()));
  }

  /** The call of a method on this; an array stands for several arguments. */
  <A, R> Expression<R> call(String name, A argument, BiFunction<T, A, R> method) {
    return new Expression<>(
        "%s.%s(%s)".formatted(text, name, java(argument)), () -> method.apply(make(), argument));
  }

  /** What is typed for a value. */
  static String java(Object value) {
    if (value instanceof int[] numbers) {
      return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
    if (value instanceof Expression<?> expression) {
      return expression.text;
    }
    if (value instanceof Ordering ordering) {
      String rule = ordering.toString();
      return "Ordering." + rule + (rule.endsWith(")") ? "" : "()");
    }
    return value instanceof String ? "\"" + value + "\"" : value.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
