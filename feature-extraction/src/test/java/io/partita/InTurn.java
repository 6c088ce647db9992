package io.partita;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * A slow test of the tier e2e, or a class of such tests, that takes turns with others: {@code
 * -Dturns=8 -Dturn=7} runs an eighth of them, chosen by their names, and the next seven numbers the
 * others. Without these properties all are run.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("e2e")
@ExtendWith(InTurn.Condition.class)
public @interface InTurn {
  /** Whether a test has its turn. */
  class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String name = name(context);
      return isTurnOf(name)
          ? ConditionEvaluationResult.enabled(name)
          : ConditionEvaluationResult.disabled("Not its turn: " + name);
    }

    private static boolean isTurnOf(String name) {
      int turns = Integer.getInteger("turns", 1);
      return Math.floorMod(name.hashCode() + Long.getLong("turn", 0), turns) == 0;
    }

    /** Methods of a class that takes turns as a whole have its name. */
    private static String name(ExtensionContext context) {
      Class<?> type = context.getRequiredTestClass();
      return AnnotationSupport.isAnnotated(type, InTurn.class)
          ? type.getName()
          : type.getName() + '#' + context.getRequiredTestMethod().getName();
    }
  }

  /**
   * For all classes where JUnit finds it as a service: where turns are taken, a class of which
   * nothing has its turn prepares nothing.
   */
  class Idle implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean isIdle =
          Integer.getInteger("turns", 1) > 1
              && !"none".equals(System.getProperty("partita.shared")) // then no tier is left out
              && context.getTestMethod().isEmpty()
              && context.getTestClass().filter(Idle::isIdle).isPresent();
      return isIdle
          ? ConditionEvaluationResult.disabled("Nothing of it has its turn")
          : ConditionEvaluationResult.enabled("");
    }

    private static boolean isIdle(Class<?> type) {
      List<Method> tests =
          AnnotationSupport.findAnnotatedMethods(
              type, Testable.class, HierarchyTraversalMode.TOP_DOWN);
      List<Method> inTurn =
          tests.stream().filter(test -> AnnotationSupport.isAnnotated(test, InTurn.class)).toList();
      return !inTurn.isEmpty()
          && inTurn.stream()
              .noneMatch(test -> Condition.isTurnOf(type.getName() + '#' + test.getName()))
          && tests.stream().noneMatch(test -> !inTurn.contains(test) && isOfTier(test))
          && !isOfTier(type);
    }

    private static boolean isOfTier(AnnotatedElement test) {
      return AnnotationSupport.findRepeatableAnnotations(test, Tag.class).stream()
          .anyMatch(tag -> tag.value().equals("e2e"));
    }
  }
}
