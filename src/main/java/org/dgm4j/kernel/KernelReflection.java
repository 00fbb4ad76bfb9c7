package org.dgm4j.kernel;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Private parts of the kernel, found by their type, for what its interface does not offer. Where a
 * kernel has no such part, its users miss a comfort and nothing else.
 */
public final class KernelReflection {

  private KernelReflection() {}

  /** The value of an object's field of this type. */
  public static <T> Optional<T> value(Object owner, Class<T> type) {
    return fields(owner, type).findFirst().map(field -> type.cast(get(field, owner)));
  }

  /** The value of a field of this type in an object or in one of its parts. */
  public static <T> Optional<T> find(Object owner, Class<T> type) {
    return Stream.concat(Stream.of(owner), parts(owner))
        .flatMap(part -> value(part, type).stream())
        .findFirst();
  }

  /** Replaces the value of an object's field of this type; says whether it did. */
  public static <T> boolean replace(Object owner, Class<T> type, T value) {
    return fields(owner, type)
        .findFirst()
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

  /** An object made by the only constructor of its class. */
  public static <T> Optional<T> make(Class<T> type, Object... arguments) {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    try {
      return constructor.trySetAccessible()
          ? Optional.of(type.cast(constructor.newInstance(arguments)))
          : Optional.empty();
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The objects that an object's fields hold. */
  public static Stream<Object> parts(Object owner) {
    return fields(owner, Object.class).map(field -> get(field, owner)).filter(Objects::nonNull);
  }

  private static Object get(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  private static Stream<Field> fields(Object owner, Class<?> type) {
    return Stream.<Class<?>>iterate(owner.getClass(), Objects::nonNull, Class::getSuperclass)
        .flatMap(c -> Stream.of(c.getDeclaredFields()))
        .filter(field -> type.isAssignableFrom(field.getType()))
        .filter(Field::trySetAccessible);
  }
}
