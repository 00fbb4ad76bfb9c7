package org.dgm4j.kernel.jjava;

import java.lang.reflect.Field;
import java.util.Optional;

/**
 * Private fields of the kernel, found by their type, for what its interface does not offer. Where a
 * kernel has no such field, its users miss a comfort and nothing else.
 */
final class Internals {

  private Internals() {}

  /** The value of an object's field of this type. */
  static <T> Optional<T> value(Object owner, Class<T> type) {
    return field(owner, type)
        .map(
            field -> {
              try {
                return type.cast(field.get(owner));
              } catch (IllegalAccessException e) {
                return null;
              }
            });
  }

  /** Replaces the value of an object's field of this type; says whether it did. */
  static <T> boolean replace(Object owner, Class<T> type, T value) {
    return field(owner, type)
        .map(
            field -> {
              try {
                field.set(owner, value);
                return true;
              } catch (IllegalAccessException e) {
                return false;
              }
            })
        .orElse(false);
  }

  private static Optional<Field> field(Object owner, Class<?> type) {
    for (Class<?> c = owner.getClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (type.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }
}
