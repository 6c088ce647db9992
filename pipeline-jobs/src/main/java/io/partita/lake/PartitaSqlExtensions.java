package io.partita.lake;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.UserException;
import io.partita.audio.MelType;
import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.Tuple3;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Partita's SQL functions for any Spark session that is started with {@code --conf
 * spark.sql.extensions=io.partita.lake.PartitaSqlExtensions} and partita.jar among its jars; {@code
 * partita sql} has them always.
 *
 * <ul>
 *   <li>{@code mel_to_array(mel, dtype)}: the values of a blob of the table mel as {@code
 *       array<float>}, frame after frame; null where an argument is.
 * </ul>
 */
public final class PartitaSqlExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  private static final String MEL_TO_ARRAY = "mel_to_array";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    ExpressionInfo info =
        new ExpressionInfo(
            PartitaSqlExtensions.class.getName(),
            null,
            MEL_TO_ARRAY,
            "_FUNC_(mel, dtype) - The values of a mel blob, frame after frame.",
            "",
            "",
            "",
            "",
            "",
            "",
            "java_udf");
    Function1<Seq<Expression>, Expression> builder = new MelToArray();
    extensions.injectFunction(new Tuple3<>(new FunctionIdentifier(MEL_TO_ARRAY), info, builder));
    return BoxedUnit.UNIT;
  }

  /**
   * The values of a blob; what the function calls.
   *
   * @param dtype float16 or float32
   */
  public static ArrayData floats(byte[] mel, UTF8String dtype) {
    MelType type =
        MelType.labelled(dtype.toString())
            .orElseThrow(
                () ->
                    new UserException(
                        MEL_TO_ARRAY + ": the types are float16 and float32, not " + dtype + "."));
    return UnsafeArrayData.fromPrimitiveArray(type.read(mel));
  }

  private static final class MelToArray extends AbstractFunction1<Seq<Expression>, Expression> {
    @Override
    public Expression apply(Seq<Expression> arguments) {
      if (arguments.size() != 2) {
        throw new UserException(
            "mel_to_array takes a blob and its type, as mel_to_array(mel, dtype); not "
                + arguments.size()
                + " arguments.");
      }
      List<AbstractDataType> types = List.of(BinaryType, StringType);
      return new StaticInvoke(
          PartitaSqlExtensions.class,
          createArrayType(FloatType, false),
          "floats",
          arguments,
          JavaConverters.asScalaBuffer(types),
          true,
          false,
          true);
    }
  }
}
