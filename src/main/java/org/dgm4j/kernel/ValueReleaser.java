package org.dgm4j.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * Lets go of our values that the notebook can't reach any more, so that models and data are freed.
 *
 * <p>JShell keeps each variable in a class of its own. When a variable is declared again by other
 * code, its earlier class stays and keeps the earlier value; so does the class of each expression
 * that was evaluated without giving its value a name.
 */
final class ValueReleaser {

  private static final String OURS = "org.dgm4j.";

  private final Map<String, List<Field>> earlier = new HashMap<>();

  /** Looks after what an event has left behind. */
  void onEvent(SnippetEvent event) {
    if (event.snippet() instanceof VarSnippet variable) {
      if (variable.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
        field(variable).ifPresent(field -> replace(field, null));
      } else if (event.status() == Snippet.Status.OVERWRITTEN
          && event.causeSnippet() instanceof VarSnippet successor) {
        overwritten(variable, successor);
      }
    }
  }

  /**
   * What was compiled against an earlier variable, such as a lambda, goes on with the new value.
   */
  private void overwritten(VarSnippet variable, VarSnippet successor) {
    Optional<Field> before = field(variable);
    Optional<Field> now = field(successor);
    if (before.isPresent() && now.isPresent()) {
      List<Field> fields = earlier.computeIfAbsent(variable.name(), name -> new ArrayList<>());
      if (!before.equals(now)) {
        fields.add(before.get());
      }
      Object value = value(now.get());
      fields.forEach(field -> replace(field, field.getType().isInstance(value) ? value : null));
    }
  }

  /** Replaces a value of ours, which may be large, and no other. */
  private static void replace(Field field, Object value) {
    Object old = value(field);
    if (old != null && old.getClass().getName().startsWith(OURS)) {
      try {
        field.set(null, value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The static field in which JShell keeps a variable; empty if it can't be found. */
  private static Optional<Field> field(VarSnippet variable) {
    try {
      Method className = Snippet.class.getDeclaredMethod("classFullName");
      if (!className.trySetAccessible()) {
        return Optional.empty();
      }
      String name = (String) className.invoke(variable);
      Class<?> owner = Class.forName(name, false, ValueReleaser.class.getClassLoader());
      return Optional.of(owner.getField(variable.name())).filter(Field::trySetAccessible);
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }
}
