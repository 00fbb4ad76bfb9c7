package org.dgm4j.magic.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.display.MimeBundle;
import org.dgm4j.display.component.HelpView;
import org.dgm4j.display.html.Markup;
import org.dgm4j.evaluation.latent.Latent;
import org.dgm4j.magic.Magics;
import org.dgm4j.model.autoregressive.Nade;
import org.dgm4j.training.CurvePoint;
import org.junit.jupiter.api.Test;

class HelpTest {

  private static String text(HelpView view) {
    return view.bundle().get(MimeBundle.TEXT).toString();
  }

  @Test
  void aClassIsToldInSentencesOfItsJavadoc() {
    HelpView help = new ClassHelp(Nade.class).ofClass();
    String text = text(help);
    assertTrue(text.startsWith("Nade: The neural autoregressive distribution estimator"), text);
    assertTrue(text.contains(".hidden(int hidden)"), text);
    assertTrue(text.contains("The number of hidden units; 500 if not given."), text);
    assertTrue(text.contains("Nade.builder()….build()"), text);
    assertTrue(text.contains("Example\n    var digits"), text);
    String html = help.bundle().get(MimeBundle.HTML).toString();
    for (HelpView.Section section : help.sections()) {
      assertTrue(html.contains(section.title()), html);
      for (HelpView.Argument row : section.arguments()) {
        assertTrue(html.contains(Markup.escape(row.name())), row.name());
        assertTrue(html.contains(Markup.escape(row.meaning())), row.meaning());
        assertTrue(text.contains(row.meaning()), row.meaning());
      }
    }
  }

  @Test
  void aMethodIsToldWithItsParameters() {
    String text = text(new ClassHelp(Nade.class).ofMethod("nade", "sample").orElseThrow());
    assertTrue(text.contains("Samples sample(int count, long seed)"), text);
    assertTrue(text.contains("throws IllegalArgumentException"), text);
    assertTrue(text.contains("the same seed, device and version give the same samples"), text);
    assertTrue(new ClassHelp(Nade.class).ofMethod("nade", "smaple").isEmpty());
  }

  @Test
  void aVariableIsToldByItsType() {
    assertTrue(text(new ClassHelp(int.class).ofVariable("k")).startsWith("k is an int"));
    String text = text(new ClassHelp(Latent.Scatter.class).ofVariable("s"));
    assertTrue(text.startsWith("s is a Latent.Scatter: "), text);
  }

  @Test
  void aClassOfOthersIsToldByWhatItDeclares() {
    String text = text(new ClassHelp(NormalDistribution.class).ofClass());
    assertTrue(text.contains("NormalDistribution.of(double, double)"), text);
    assertTrue(text.contains(".getMean()"), text);
    assertTrue(text.contains("returns double"), text);
    String array = text(new ClassHelp(NDArray.class).ofClass());
    assertTrue(array.contains("more are completed with the Tab key"), array);
  }

  @Test
  void theComponentsOfARecordAreMeantByItsParameters() {
    for (var component : CurvePoint.class.getRecordComponents()) {
      Method accessor = component.getAccessor();
      assertFalse(TypeComments.of(CurvePoint.class).of(accessor).isEmpty(), accessor.getName());
    }
  }

  /** All classes of ours that need no import have a sentence, and so has what they declare. */
  @Test
  void everyMethodOfAnImportHasASentenceOrInheritsOne() throws ClassNotFoundException {
    List<String> silent = new ArrayList<>();
    for (String name : Magics.imports()) {
      if (name.startsWith("org.dgm4j.")) {
        Class<?> type = Class.forName(name);
        if (TypeComments.of(type).type().first().isEmpty()) {
          silent.add(name);
        }
        TypeComments comments = TypeComments.of(type);
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .filter(method -> comments.of(method).isEmpty() && !type.isRecord())
            .filter(method -> !type.isEnum())
            .forEach(method -> silent.add(method.toString()));
      }
    }
    assertEquals("", silent.stream().collect(Collectors.joining("\n")));
  }
}
