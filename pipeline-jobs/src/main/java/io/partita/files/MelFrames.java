package io.partita.files;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.audio.MelType;
import io.partita.ingest.audio.MelOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Log-mel frames of one recipe.
 *
 * @param frames [n_frames][n_mels]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MelFrames(MelRecipe recipe, float[][] frames) {
  /** What {@link #of} needs of the table mel. */
  public static final List<String> COLUMNS =
      List.of("recipe", "recipe_version", "dtype", "n_mels", "mel");

  /**
   * The frames of a track.
   *
   * @param segments rows with {@link #COLUMNS}, in order, at least one
   * @throws UserException where another version of the recipe made them
   */
  public static MelFrames of(List<Row> segments) {
    List<float[]> frames = new ArrayList<>();
    for (Row segment : segments) {
      int nMels = segment.<Integer>getAs("n_mels");
      MelType type = MelType.labelled(segment.<String>getAs("dtype")).orElseThrow();
      float[] values = type.read(segment.<byte[]>getAs("mel"));
      for (int from = 0; from < values.length; from += nMels) {
        frames.add(Arrays.copyOfRange(values, from, from + nMels));
      }
    }
    return new MelFrames(recipeOf(segments.get(0)), frames.toArray(float[][]::new));
  }

  private static MelRecipe recipeOf(Row segment) {
    MelRecipe known = MelOptions.recipe(segment.<String>getAs("recipe"));
    int version = segment.<Integer>getAs("recipe_version");
    if (known.version() != version) {
      throw new UserException(
          Mistake.OTHER_VERSION,
          ("The mel was made by version %s of recipe %s, this is version %s: ingest the "
                  + "audio again.")
              .formatted(version, known.name(), known.version()));
    }
    return known;
  }
}
