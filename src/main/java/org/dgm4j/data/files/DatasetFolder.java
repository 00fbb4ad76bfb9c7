package org.dgm4j.data.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The folder of a data set, whose files are gzipped or plain.
 *
 * @param path where it is, or is wanted
 */
record DatasetFolder(Path path) {

  /**
   * The files by name, after an attempt to fetch those that are missing.
   *
   * @param fetch puts files of these names there; says why that failed, or nothing
   * @throws IllegalStateException if files are missing
   */
  Map<String, Path> files(List<String> names, Function<List<String>, String> fetch) {
    List<String> missing = missing(names);
    String failure = missing.isEmpty() ? "" : fetch.apply(missing);
    if (!failure.isEmpty()) {
      throw lacks(String.join(", ", missing), failure);
    }
    Map<String, Path> found = new LinkedHashMap<>();
    names.forEach(name -> found.put(name, file(name).orElseThrow()));
    return found;
  }

  /** Those of the names that no file has. */
  List<String> missing(List<String> names) {
    return names.stream().filter(name -> file(name).isEmpty()).toList();
  }

  /** The file of a name, rather the gzipped one. */
  Optional<Path> file(String name) {
    return Stream.of(path.resolve(name + ".gz"), path.resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Says which files belong here. */
  IllegalStateException lacks(String files, String reason) {
    return new IllegalStateException(
        String.format(
            "%s lacks %s (%s); put these files there, gzipped or plain, or set DGM4J_DATA to the"
                + " folder that has %s/",
            path, files, reason, path.getFileName()));
  }
}
