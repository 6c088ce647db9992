package io.partita.lake;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Lets a session's SQL read and nothing else: an extension beside {@link PartitaSqlExtensions}, as
 * {@code --conf spark.sql.extensions=io.partita.lake.PartitaSqlExtensions,io.partita.lake.ReadOnlySql}.
 * A session cannot lay it down again. {@link ReadOnlyParser} says what is refused; the functions
 * that call any Java method are refused here.
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
    refuse(extensions, "reflect");
    refuse(extensions, "java_method");
    return BoxedUnit.UNIT;
  }

  private static void refuse(SparkSessionExtensions extensions, String function) {
    ExpressionInfo info = new ExpressionInfo(ReadOnlySql.class.getName(), function);
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(function),
            info,
            new AbstractFunction1<Seq<Expression>, Expression>() {
              @Override
              public Expression apply(Seq<Expression> arguments) {
                throw ReadOnlyParser.refused("the function " + function);
              }
            }));
  }
}
