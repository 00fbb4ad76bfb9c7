package org.dgm4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MxNetTest {

  @ParameterizedTest
  @CsvSource({"Linux, amd64", "Mac OS X, x86_64", "Windows 11, amd64"})
  void platformsWithNativesAreAccepted(String system, String architecture) {
    assertDoesNotThrow(() -> MxNet.requireNatives(system, architecture));
  }

  @ParameterizedTest
  @CsvSource({
    "Mac OS X, aarch64, install an x86_64 JDK 17",
    "Linux, aarch64, use an x86_64 machine"
  })
  void platformsWithoutNativesGetOneSentence(String system, String architecture, String advice) {
    String message =
        assertThrows(IllegalStateException.class, () -> MxNet.requireNatives(system, architecture))
            .getMessage();
    assertTrue(message.contains(architecture) && message.contains(advice), message);
  }

  @ParameterizedTest
  @CsvSource({
    "libcuda.so.1: cannot open shared object file, no NVIDIA driver",
    "libcudnn.so.8: cannot open shared object file, for lack of libcudnn.so.8",
    "/a/libmxnet.so: invalid ELF header, /a/libmxnet.so: invalid ELF header"
  })
  void aLibraryThatCannotBeLoadedGetsOneSentence(String reason, String part) {
    String message =
        MxNet.whyNot(
            "UnsatisfiedLinkError: Unable to load library '/a/libmxnet.so':\n%s\n%s\n%s"
                .formatted(reason, reason, "Native library (a/libmxnet.so) not found in (x.jar)"));
    assertTrue(message.contains(part), message);
    assertFalse(message.contains("\n") || message.contains("x.jar"), message);
  }

  @Test
  void theCpuCanAlwaysBeChosen() {
    Devices.use("CPU");
    assertEquals("cpu", Devices.name(Devices.current()));
    assertEquals("cpu", Devices.available().get(0));
  }

  @Test
  void anUnknownDeviceIsRefusedAndTheCurrentOneStays() {
    String before = Devices.name(Devices.current());
    for (String name : new String[] {"tpu", "gpu:99", "cpu:", ""}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Devices.use(name)).getMessage();
      assertTrue(message.contains("%device cpu") || message.contains("use cpu"), message);
    }
    assertEquals(before, Devices.name(Devices.current()));
  }

  @Test
  void arraysAreFilledRowByRow() {
    try (NDManager manager = MxNet.engine().newBaseManager()) {
      NDArray array = MxNet.array(manager, new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
      assertEquals(6, array.getFloat(1, 2));
      MxNet.set(array, new float[] {6, 5, 4, 3, 2, 1});
      assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, array.toFloatArray());
      NDArray whole = MxNet.array(manager, new int[] {1, 2}, new Shape(2));
      assertArrayEquals(new int[] {1, 2}, whole.toIntArray());
    }
  }
}
