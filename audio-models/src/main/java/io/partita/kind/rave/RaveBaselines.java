package io.partita.kind.rave;

import io.partita.audio.FastGriffinLim;
import io.partita.audio.MelRecipe;
import io.partita.audio.compare.WaveComparator;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.vae.PrincipalComponents;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.nn.conv.FilterBank;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.StorageLevels;
import org.apache.spark.broadcast.Broadcast;

/**
 * What stands beside a {@link Rave}, see specification section 8: silence; what the fast
 * Griffin-Lim method makes of a window's own mel, without any bottleneck; and principal components
 * of the training windows, as many numbers for a frame of z as z has: of the bands of its samples,
 * and of its frames of the mel, which Griffin-Lim then sounds.
 *
 * @param ofBands of frames of z; null where they are not to be had
 * @param ofMel the same
 */
record RaveBaselines(Rave model, PrincipalComponents ofBands, PrincipalComponents ofMel)
    implements Serializable {
  static final String SILENCE = "silence";
  static final String GRIFFIN_LIM = "griffin_lim";
  static final String PCA_BANDS = "pca_bands";
  static final String PCA_MEL = "pca_mel_griffin_lim";
  static final List<String> NAMES = List.of(SILENCE, GRIFFIN_LIM, PCA_BANDS, PCA_MEL);

  private static final List<String> FIGURES = List.of(RaveScore.DISTANCE, RaveScore.LOG_MEL_MAE_DB);

  private static final long SEED = 1;

  /**
   * @param train windows of the model's training; null where they are not to be had
   */
  static RaveBaselines of(Rave model, JavaRDD<AudioWindow> train) {
    RaveBaselines none = new RaveBaselines(model, null, null);
    if (train == null) {
      return none;
    }
    return new RaveBaselines(
        model,
        components(model, train, window -> cut(none.bands(window), none.size())),
        components(
            model,
            train,
            window -> cut(none.beside(none.mel(window)), none.together() * none.recipe().nMels())));
  }

  /** A function that workers get. */
  private interface Frames extends Function<float[], List<float[]>>, Serializable {}

  private static PrincipalComponents components(
      Rave model, JavaRDD<AudioWindow> train, Frames frames) {
    JavaRDD<float[]> all =
        train
            .flatMap(window -> frames.apply(window.values()).iterator())
            .persist(StorageLevels.MEMORY_AND_DISK);
    PrincipalComponents found =
        all.isEmpty() ? null : PrincipalComponents.of(all, all.first().length, model.latents());
    all.unpersist();
    return found;
  }

  /** What they make of each file. */
  BaselineScores scores(JavaRDD<FileExample<float[]>> held) {
    Broadcast<RaveBaselines> everywhere =
        JavaSparkContext.fromSparkContext(held.context()).broadcast(this);
    FileScores scores =
        FileScores.of(
            figures(known()).map(BaselineFigure::column).toList(),
            held.map(
                window ->
                    new FileSums(window.file(), 1, everywhere.value().sums(window.example()))));
    return new BaselineScores(figures(NAMES.stream()).toList(), scores, Map.of());
  }

  private Stream<String> known() {
    return NAMES.stream()
        .filter(name -> ofBands != null || !name.equals(PCA_BANDS))
        .filter(name -> ofMel != null || !name.equals(PCA_MEL));
  }

  private static Stream<BaselineFigure> figures(Stream<String> names) {
    return names.flatMap(name -> FIGURES.stream().map(figure -> new BaselineFigure(name, figure)));
  }

  private double[] sums(float[] window) {
    return known()
        .map(name -> made(name, window))
        .map(sound -> RaveScore.differences(window, sound, model.input().sampleRateHz()))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private float[] made(String name, float[] window) {
    return switch (name) {
      case SILENCE -> new float[window.length];
      case GRIFFIN_LIM -> sounded(mel(window), window.length);
      case PCA_BANDS -> ofBands(window);
      default -> ofMel(window);
    };
  }

  // Of bands.

  /** Samples of a frame of z. */
  private int size() {
    return model.input().length() / model.frames();
  }

  /** Bands in the order of frames: of each frame band after band. */
  private float[] bands(float[] window) {
    return turned(FilterBank.bands(window, model.subbands()), true);
  }

  /**
   * From bands one behind the other to those of frames, or back.
   *
   * @param of [band][position], or [frame][band][position]
   */
  private float[] turned(float[] of, boolean toFrames) {
    int bands = model.subbands();
    int positions = size() / bands;
    int frames = of.length / size();
    float[] turned = new float[of.length];
    for (int k = 0; k < of.length; k++) {
      int frame = k / positions % frames;
      int place = (frame * bands + k / (positions * frames)) * positions + k % positions;
      if (toFrames) {
        turned[place] = of[k];
      } else {
        turned[k] = of[place];
      }
    }
    return turned;
  }

  private float[] ofBands(float[] window) {
    return FilterBank.sound(turned(ofBands.reconstructed(bands(window)), false), model.subbands());
  }

  private static List<float[]> cut(float[] values, int size) {
    List<float[]> parts = new ArrayList<>();
    for (int first = 0; first < values.length; first += size) {
      parts.add(Arrays.copyOfRange(values, first, first + size));
    }
    return parts;
  }

  // Of the mel.

  private MelRecipe recipe() {
    return WaveComparator.recipe(model.input().sampleRateHz());
  }

  private float[][] mel(float[] window) {
    return new WaveComparator(model.input().sampleRateHz()).logMel(window);
  }

  /** Frames of the mel in the time of a frame of z. */
  private int together() {
    return Math.max(1, size() / recipe().hop());
  }

  /** Such frames beside each other; the last one is repeated. */
  private float[] beside(float[][] mel) {
    int bands = recipe().nMels();
    float[] values = new float[(mel.length + together() - 1) / together() * together() * bands];
    for (int k = 0; k < values.length / bands; k++) {
      System.arraycopy(mel[Math.min(k, mel.length - 1)], 0, values, k * bands, bands);
    }
    return values;
  }

  private float[] ofMel(float[] window) {
    float[][] mel = mel(window);
    List<float[]> made = cut(ofMel.reconstructed(beside(mel)), recipe().nMels());
    return sounded(made.subList(0, mel.length).toArray(float[][]::new), window.length);
  }

  private float[] sounded(float[][] mel, int length) {
    return Arrays.copyOf(FastGriffinLim.invertPredicted(mel, recipe(), SEED), length);
  }
}
