package io.partita.lake.sql;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.types.ArrayType;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * What a Spark session needs to read a lake through {@link LakeCatalog}, and Partita's SQL
 * functions, for any session that is started with {@code --conf
 * spark.sql.extensions=io.partita.lake.sql.PartitaSqlExtensions} and partita.jar among its jars;
 * {@code partita sql} has them always.
 */
public final class PartitaSqlExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  private static final ArrayType PITCHES = createArrayType(IntegerType);

  /** The functions, in the order of the documents. */
  static final List<SqlFunction> FUNCTIONS =
      List.of(
          SqlFunction.of("note_name", "pitch", "noteName", StringType, IntegerType)
              .means("A pitch's name, as C4; null outside of 0 to 127.")
              .example("60", "C4"),
          SqlFunction.of("pitch_class", "pitch", "pitchClass", StringType, IntegerType)
              .means("A pitch's name without its octave, as C; null outside of 0 to 127.")
              .example("61", "C#"),
          SqlFunction.of("key_name", "key, mode", "keyName", StringType, IntegerType, IntegerType)
              .means("A key's name from the columns key and mode; null for other numbers.")
              .example("9, 0", "A minor"),
          SqlFunction.of("program_name", "program", "programName", StringType, IntegerType)
              .means(
                  "General MIDI's name of a program 0 to 127; Drums of 128, as in tokens; else"
                      + " null.")
              .example("42", "Cello"),
          SqlFunction.of("drum_name", "pitch", "drumName", StringType, IntegerType)
              .means("General MIDI's name of a drum's pitch 27 to 87; else null.")
              .example("38", "Acoustic Snare"),
          SqlFunction.of(
                  "transpose",
                  "pitch, semitones",
                  "transpose",
                  IntegerType,
                  IntegerType,
                  IntegerType)
              .or("transposeAll", PITCHES, PITCHES, IntegerType)
              .means(
                  "A pitch, or each of an array of pitches, moved; null where it leaves 0 to 127.")
              .example("array(60, 127), 2", "[62,null]"),
          SqlFunction.of(
                  "mel_array",
                  "mel, dtype",
                  "melArray",
                  createArrayType(FloatType, false),
                  BinaryType,
                  StringType)
              .means("The numbers of a blob of the table mel, frame after frame.")
              .example("X'0000803F', 'float32'", "[1.0]"));

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    FUNCTIONS.forEach(function -> function.inject(extensions));
    extensions.injectPlanNormalizationRule(
        new AbstractFunction1<>() {
          @Override
          public LakePlans apply(org.apache.spark.sql.SparkSession spark) {
            return new LakePlans(spark);
          }
        });
    return BoxedUnit.UNIT;
  }
}
