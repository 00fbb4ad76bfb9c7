package org.dgm4j.model.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.dgm4j.engine.MxNet;
import org.dgm4j.model.NeuralModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every entry. */
class ModelsTest {

  @TempDir Path folder;

  static Stream<String> names() {
    return Models.usual().keySet().stream();
  }

  static Map<String, float[]> parameters(NeuralModel model) {
    Map<String, float[]> values = new TreeMap<>();
    model
        .djlModel()
        .getBlock()
        .getParameters()
        .forEach(named -> values.put(named.getKey(), MxNet.parameter(named.getValue().getArray())));
    return values;
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsFileGivesTheSameModel(String name) {
    String file = folder.resolve("model").toString();
    try (NeuralModel model = Models.usual().get(name).get()) {
      assertSame(
          Models.types().get(model.type()),
          model.getClass(),
          name + " is none of the class that the entry '" + model.type() + "' declares");
      Models.save(model, file);
      try (NeuralModel loaded = Models.load(file, model.getClass())) {
        assertEquals(model.type(), loaded.type());
        assertEquals(model.settings(), loaded.settings());
        assertArrayEquals(model.exampleShape(), loaded.exampleShape());
        Map<String, float[]> expected = parameters(model);
        Map<String, float[]> actual = parameters(loaded);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((key, values) -> assertArrayEquals(values, actual.get(key), key));
        assertArrayEquals(model.sample(1, 1).values(), loaded.sample(1, 1).values());
      }
    }
  }

  @Test
  void everyEntryHasAUsualModel() {
    Set<String> types = new TreeSet<>();
    for (Supplier<NeuralModel> usual : Models.usual().values()) {
      try (NeuralModel model = usual.get()) {
        types.add(model.type());
      }
    }
    assertEquals(new TreeSet<>(Models.types().keySet()), types);
  }
}
