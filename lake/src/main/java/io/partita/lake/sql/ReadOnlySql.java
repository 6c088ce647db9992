package io.partita.lake.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Lets a session's SQL read and nothing else: an extension beside {@link PartitaSqlExtensions}, as
 * {@code --conf
 * spark.sql.extensions=io.partita.lake.sql.PartitaSqlExtensions,io.partita.lake.sql.ReadOnlySql}. A
 * session cannot lay it down again. {@link ReadOnlyParser} says what is refused; the functions that
 * call any Java method are refused here.
 *
 * <p>SQL reads lakes only, and no other file or database, unless the session is started with {@code
 * --conf spark.partita.other-sources=true}.
 */
public final class ReadOnlySql extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** Of Spark's configuration: whether SQL reads other files and databases beside the lake. */
  public static final String OTHER_SOURCES = "spark.partita.other-sources";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectParser(
        new AbstractFunction2<>() {
          @Override
          public ParserInterface apply(SparkSession spark, ParserInterface parser) {
            return new ReadOnlyParser(
                spark, parser, isLakeOnly(spark) ? new LakeOnly(spark) : null);
          }
        });
    extensions.injectCheckRule(
        new AbstractFunction1<>() {
          @Override
          public AbstractFunction1<LogicalPlan, BoxedUnit> apply(SparkSession spark) {
            return new Functions(isLakeOnly(spark));
          }
        });
    return BoxedUnit.UNIT;
  }

  private static boolean isLakeOnly(SparkSession spark) {
    return !spark.sparkContext().conf().getBoolean(OTHER_SOURCES, false);
  }

  /** Refuses functions that call a method of any class, or that read what is not of the lake. */
  private static final class Functions extends AbstractFunction1<LogicalPlan, BoxedUnit> {
    private final boolean lakeOnly;

    Functions(boolean lakeOnly) {
      this.lakeOnly = lakeOnly;
    }

    @Override
    public BoxedUnit apply(LogicalPlan plan) {
      plan.collectWithSubqueries(
          new AbstractPartialFunction<LogicalPlan, BoxedUnit>() {
            @Override
            public boolean isDefinedAt(LogicalPlan node) {
              return true;
            }

            @Override
            public BoxedUnit apply(LogicalPlan node) {
              JavaConverters.seqAsJavaList(node.expressions()).forEach(Functions.this::require);
              return BoxedUnit.UNIT;
            }
          });
      return BoxedUnit.UNIT;
    }

    private void require(Expression expression) {
      if (expression instanceof CallMethodViaReflection) {
        throw ReadOnlyParser.refused("the function reflect or java_method");
      }
      if (lakeOnly) {
        LakeOnly.require(expression);
      }
      JavaConverters.seqAsJavaList(expression.children()).forEach(this::require);
    }
  }
}
