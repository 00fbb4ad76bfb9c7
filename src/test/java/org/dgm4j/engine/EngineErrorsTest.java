package org.dgm4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import org.dgm4j.engine.EngineErrors.Attempt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is said of what the engine says. */
class EngineErrorsTest {

  private static final Attempt ATTEMPT =
      new Attempt("cpu", "this attempt", "try less", "try something else");

  private static RuntimeException thrown(Executable failing) {
    return assertThrows(RuntimeException.class, failing);
  }

  private static String sentence(Executable failing) {
    RuntimeException error = thrown(failing);
    RuntimeException explained = EngineErrors.explained(error, ATTEMPT);
    assertSame(error, explained.getCause());
    assertTrue(EngineErrors.latest().orElseThrow().contains(error.getMessage()));
    return explained.getMessage();
  }

  @Test
  void theWordsOfTheEngineAreLeftWithoutThoseOfItsSource() {
    try (NDManager manager = MxNet.engine().newBaseManager(Device.cpu())) {
      NDArray matrix = manager.ones(new Shape(2, 3));
      assertEquals(
          "The engine failed at this attempt (Cannot reshape array of size 6 into shape [7]): try"
              + " something else; %dgm error shows all that it said",
          sentence(() -> matrix.reshape(7)));
      String[] words = {
        "(operands could not be broadcast together with shapes [2,3] [5,4])",
        "(Shape inconsistent, Provided = [2,3], inferred shape=[-1,5])",
        "(Unknown operator: nosuch)",
        "(Expected 1 and was 0)"
      };
      Executable[] failing = {
        () -> matrix.add(manager.ones(new Shape(5, 4))),
        () -> matrix.dot(manager.ones(new Shape(5, 4))),
        () -> manager.invoke("nosuch", new NDList(matrix), new PairList<>()),
        () -> new NDList().singletonOrThrow()
      };
      for (int i = 0; i < words.length; i++) {
        String sentence = sentence(failing[i]);
        assertTrue(
            sentence.contains(words[i].substring(1)) && sentence.lines().count() == 1, sentence);
      }
    }
  }

  @Test
  void placesConditionsAndStacksOfItsSourceAreLeftOut() {
    assertEquals(
        "operands do not fit",
        EngineErrors.reason(
            "MXNet engine call failed: MXNetError: [12:00:01] ../src/a.cc:12: Check failed: a::b(c)"
                + " == d (1 vs. 2) : operands do not fit\nStack trace:\n  File \"a.cc\", line 12"));
    assertEquals(
        "Cannot differentiate node",
        EngineErrors.reason(
            "MXNetError: Check failed: !Info: :IsNone(*i): Cannot differentiate node"));
    assertEquals("Check failed: x == y", EngineErrors.reason("MXNetError: Check failed: x == y: "));
    assertEquals(161, EngineErrors.reason("word ".repeat(100)).length());
  }

  @Test
  void anExplainedErrorIsNotExplainedAgainAndOthersStayWhatTheyAre() {
    RuntimeException own = new IllegalArgumentException("a mistake of the user's");
    assertSame(own, EngineErrors.explained(own, ATTEMPT));
    try (NDManager manager = MxNet.engine().newBaseManager(Device.cpu())) {
      RuntimeException explained =
          EngineErrors.explained(thrown(() -> manager.ones(new Shape(2)).reshape(7)), ATTEMPT);
      assertSame(explained, EngineErrors.explained(explained, ATTEMPT));
    }
    OutOfMemoryError heap = new OutOfMemoryError();
    assertSame(
        heap, assertThrows(OutOfMemoryError.class, () -> EngineErrors.explained(heap, ATTEMPT)));
  }
}
