package io.partita.kind.hosted.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.codec.QuantizerAnalysis.Stage;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.codec.CodecFigures.Bandwidth;
import io.partita.lake.file.Json;
import io.partita.lake.run.InputGuard;
import io.partita.option.ReplaceOption;
import io.partita.output.Answer;
import io.partita.picture.ComparedCurves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code model analyze} by a neural codec: what each bandwidth leaves of a recording, and how near
 * each codebook comes.
 *
 * @param input audio file
 * @param codec its file
 * @param meanNorm mean distance of frames from 0; null where the model does not give its frames
 * @param notNearest codes for which another entry is nearer; null where there are no frames
 */
public record SoundAnalysis(
    String input,
    List<CodecFile> codec,
    int sampleRateHz,
    int frames,
    List<Bandwidth> bandwidths,
    Double meanNorm,
    Long notNearest,
    List<Stage> stages) {
  /**
   * Analyses a file.
   *
   * @param in audio file
   * @param out folder for pictures, null for none
   * @return the exit code
   * @throws io.partita.UserException at a mistake of the user
   */
  public static int run(String model, String in, Path out, ReplaceOption replace, boolean json)
      throws IOException {
    if (out != null) {
      CodesPictures.check(out, InputGuard.of(in, model), replace);
    }
    try (EncodecCodec codec = EncodecCodec.open(HostedFiles.model(model))) {
      CodecSound sound = CodecSound.read(in, codec.shape());
      CodecFigures figures = figures(codec, in, sound);
      boolean hasStages = !figures.stages().isEmpty();
      if (out != null) {
        CodesPictures.write(
            out,
            codec.shape().entries(),
            figures.codes().codes(),
            figures.stages(),
            figures.bandwidths().stream().map(SoundAnalysis::mark).toList());
      }
      SoundAnalysis analysis =
          new SoundAnalysis(
              in,
              List.of(codec.shape().model()),
              codec.shape().rateHz(),
              figures.codes().frames(),
              figures.bandwidths(),
              hasStages ? figures.meanNorm() : null,
              hasStages ? figures.notNearest() : null,
              figures.stages());
      return Answer.print(
          json, Json.SNAKE_CASE.<JsonNode>valueToTree(analysis), any -> analysis.text());
    }
  }

  private static ComparedCurves.Mark mark(Bandwidth one) {
    return new ComparedCurves.Mark(
        one.stages(), CodecShape.text(one.kilobitsPerSecond()) + " kbit/s");
  }

  private static CodecFigures figures(EncodecCodec codec, String in, CodecSound sound) {
    try {
      return CodecFigures.of(codec, sound.channels(), sound.sizeBytes());
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(in, e);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d frames at %,d Hz, model %s…%n%n%7s %9s %13s %8s %8s %9s %8s %9s%n",
            input,
            frames,
            sampleRateHz,
            codec.get(0).sha256().substring(0, 12),
            "kbit/s",
            "codebooks",
            "samples/frame",
            "bits",
            "bytes",
            "file",
            "SNR dB",
            "mel dB"));
    for (Bandwidth one : bandwidths) {
      text.append(
          String.format(
              Locale.ROOT,
              "%7.4g %9d %13.0f %8.1f %8.1f %,9d %8.2f %9.2f%n",
              one.kilobitsPerSecond(),
              one.stages(),
              one.ratios().samplesPerFrame(),
              one.ratios().bits(),
              one.ratios().bytes(),
              one.fileBytes(),
              one.snrDb(),
              one.melMaeDb()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nbits: of PCM of 16 bits for a bit of codes; bytes: of %s for a byte of codes'"
                + " file%n",
            input));
    if (stages.isEmpty()) {
      return text.append("the model does not give what it quantises: no distances").toString();
    }
    text.append(System.lineSeparator()).append(StageText.of(meanNorm, stages));
    return text.append(StageText.nearest(notNearest)).toString();
  }
}
