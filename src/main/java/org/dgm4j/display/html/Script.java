package org.dgm4j.display.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Script elements from the JavaScript files beside this class. */
public final class Script {

  /** An argument that is JavaScript, not a value. */
  public record Code(String text) {}

  private Script() {}

  /** A script element that calls the function of a file with these arguments. */
  public static String call(String file, Object... arguments) {
    String list =
        Arrays.stream(arguments)
            .map(a -> a instanceof Code code ? code.text() : Json.of(a))
            .collect(Collectors.joining(","));
    return "<script>(" + source(file) + ")(" + list + ")</script>";
  }

  private static String source(String file) {
    String text = new String(resource(Script.class, file), StandardCharsets.UTF_8);
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  /** The content of a resource on the class path. */
  public static byte[] resource(Class<?> place, String name) {
    try (InputStream in = place.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The class path lacks " + name + "; build dgm4j again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
