package io.partita.kind.hosted.codec;

import io.partita.codec.QuantizerAnalysis;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.InputGuard;
import io.partita.option.ReplaceOption;
import io.partita.picture.CodesPicture;
import io.partita.picture.ComparedCurves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Pictures of codes: the distance by number of codebooks, and the codes themselves. */
public final class CodesPictures {
  /** The distance of the first frame and of the mean. */
  private static final String CURVE = "curve.png";

  /** Codes, a row a stage. */
  private static final String CODES = "codes.png";

  private static final int MOST_PICTURED = 500;

  private CodesPictures() {}

  /** Fails where they would replace an input or, without {@code --replace}, any file. */
  public static void check(Path folder, InputGuard inputs, ReplaceOption replace)
      throws IOException {
    List<Path> pictures = List.of(folder.resolve(CURVE), folder.resolve(CODES));
    for (Path picture : pictures) {
      inputs.keepFrom(picture);
    }
    replace.require(pictures);
  }

  /**
   * Writes both into a folder, which is made if missing; no curve where there are no stages.
   *
   * @param codes [stages][frames]
   * @param bandwidths of a codec, each a dashed line of the curve at its number of codebooks
   */
  public static void write(
      Path folder,
      int entries,
      short[][] codes,
      List<QuantizerAnalysis.Stage> stages,
      List<ComparedCurves.Mark> bandwidths)
      throws IOException {
    Files.createDirectories(folder);
    if (!stages.isEmpty()) {
      NewFile.write(
          folder.resolve(CURVE),
          ComparedCurves.png(
              "Distance from the frame by number of codebooks",
              "Codebooks",
              "distance",
              List.of(
                  curve("first frame", stages, QuantizerAnalysis.Stage::firstFrame),
                  curve("mean of frames", stages, QuantizerAnalysis.Stage::mean)),
              bandwidths));
    }
    short[][] shown = new short[codes.length][];
    for (int stage = 0; stage < shown.length; stage++) {
      shown[stage] = Arrays.copyOf(codes[stage], Math.min(MOST_PICTURED, codes[stage].length));
    }
    NewFile.write(folder.resolve(CODES), CodesPicture.png(shown, entries));
  }

  private static ComparedCurves.Group curve(
      String name,
      List<QuantizerAnalysis.Stage> stages,
      ToDoubleFunction<QuantizerAnalysis.Stage> distance) {
    List<ComparedCurves.Point> points =
        stages.stream()
            .map(stage -> new ComparedCurves.Point(stage.stages(), distance.applyAsDouble(stage)))
            .toList();
    return new ComparedCurves.Group(name, List.of(new ComparedCurves.Curve(points, -1)));
  }
}
