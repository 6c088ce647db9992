package io.partita.lake;

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
 * spark.sql.extensions=io.partita.lake.PartitaSqlExtensions,io.partita.lake.ReadOnlySql}. A session
 * cannot lay it down again. {@link ReadOnlyParser} says what is refused; the functions that call
 * any Java method are refused here.
 *
 * <p>With {@code --conf spark.partita.lake-only=true} SQL reads the lake only, and no other file.
 */
public final class ReadOnlySql extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** Of Spark's configuration: whether SQL reads the lake only. */
  public static final String LAKE_ONLY = "spark.partita.lake-only";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectParser(
        new AbstractFunction2<>() {
          @Override
          public ParserInterface apply(SparkSession spark, ParserInterface parser) {
            boolean lakeOnly = spark.sparkContext().conf().getBoolean(LAKE_ONLY, false);
            return new ReadOnlyParser(parser, lakeOnly ? new LakeOnly(spark) : null);
          }
        });
    extensions.injectCheckRule(
        new AbstractFunction1<>() {
          @Override
          public AbstractFunction1<LogicalPlan, BoxedUnit> apply(SparkSession spark) {
            return new NoReflection();
          }
        });
    return BoxedUnit.UNIT;
  }

  /** Refuses a query that calls a method of any class. */
  private static final class NoReflection extends AbstractFunction1<LogicalPlan, BoxedUnit> {
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
              JavaConverters.seqAsJavaList(node.expressions()).forEach(NoReflection::require);
              return BoxedUnit.UNIT;
            }
          });
      return BoxedUnit.UNIT;
    }

    private static void require(Expression expression) {
      if (expression instanceof CallMethodViaReflection) {
        throw ReadOnlyParser.refused("the function reflect or java_method");
      }
      JavaConverters.seqAsJavaList(expression.children()).forEach(NoReflection::require);
    }
  }
}
