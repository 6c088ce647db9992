package io.partita;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

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
      int turns = Integer.getInteger("turns", 1);
      long turn = Long.getLong("turn", 0);
      String name = name(context);
      return Math.floorMod(name.hashCode() + turn, turns) == 0
          ? ConditionEvaluationResult.enabled(name)
          : ConditionEvaluationResult.disabled("Not its turn: turn " + turn + " of " + turns);
    }

    /** Methods of a class that takes turns as a whole have its name. */
    private static String name(ExtensionContext context) {
      Class<?> type = context.getRequiredTestClass();
      return AnnotationSupport.isAnnotated(type, InTurn.class)
          ? type.getName()
          : type.getName() + '#' + context.getRequiredTestMethod().getName();
    }
  }
}
