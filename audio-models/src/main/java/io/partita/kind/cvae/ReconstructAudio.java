package io.partita.kind.cvae;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.audio.compare.AudioDifference;
import io.partita.lake.run.InputGuard;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioWindow;
import io.partita.model.audio.HeldOutAudio;
import io.partita.model.audio.MonoSound;
import io.partita.model.job.Processor;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.latent.Reconstructor;
import io.partita.model.train.TrainedModel;
import io.partita.option.OptionRange;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.picture.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Option;

/** What {@code reconstruct} does with a VAE of audio: windows of a file to latents and back. */
final class ReconstructAudio implements Reconstructor<Cvae>, CvaeJob {
  private static final int MAX_WINDOWS = 200;
  private static final String VOCODED = "vocoded";
  private static final String SILENCE = "silence";
  private static final String VOCODER = "vocoder";

  @Option(
      names = "--windows",
      paramLabel = "N",
      description =
          "VAE of audio: number of windows, from the first, 1 to "
              + MAX_WINDOWS
              + " (default: ${DEFAULT-VALUE}).")
  private int most = 16;

  /** Of which there are so many windows at most, too. */
  private double seconds = Double.POSITIVE_INFINITY;

  @Override
  public List<String> help() {
    return List.of(
        "A VAE of audio reconstructs an audio file in consecutive windows of the model's length.",
        "Mel becomes sound by Griffin-Lim; FILE-vocoded.wav is the file through the vocoder",
        "alone. SNR, spectral convergence and log-mel error cover all windows, beside silence and",
        "the vocoder.");
  }

  @Override
  public String whatOthersLack() {
    return "has no windows of audio";
  }

  @Override
  public void check() {
    OptionRange.require(
        most >= 1 && most <= MAX_WINDOWS, "--windows must be 1 to " + MAX_WINDOWS, most);
  }

  @Override
  public void run(ReconstructOptions options, TrainedModel<Cvae> trained, WrittenFiles written)
      throws IOException {
    Cvae model = trained.model();
    AudioClip clip = AudioClip.read(options.file(), model.input(), windows(model));
    MusicFiles files = options.files(written);
    String vocoded = options.name() + "-" + VOCODED;
    files.claim(InputGuard.of(options.file().path()), List.of(vocoded));
    Processor.use();
    ComputationGraph weights = trained.weights();
    CvaePosterior posterior = model.encode(weights, clip.examples());
    long seed = options.decode.seed;
    float[][] z = options.sampleZ ? posterior.draw(seed) : posterior.mu();
    List<float[]> made = Arrays.asList(model.decode(weights, z));
    int rateHz = model.input().sampleRateHz();
    double level = AudioSounds.level(model.input(), clip.heard());
    files.sound(options.original(), clip.heard(), rateHz, level);
    files.sound(options.reconstruction(), AudioSounds.of(model.input(), made, seed), rateHz, level);
    AudioComparison comparison = new AudioComparison(model.input());
    if (comparison.isVocoded()) {
      files.sound(vocoded, AudioSounds.of(model.input(), clip.windows(), seed), rateHz, level);
    }
    files.picture(
        options.name(),
        AudioPictures.pair(
            options.name() + " and its reconstruction, " + options.z(),
            model.input(),
            clip.windows(),
            made,
            seed));
    Map<String, Object> provenance = options.decode.origin(trained);
    provenance.put("sample_z", options.sampleZ);
    provenance.putAll(clip.origin());
    Map<String, Object> figures = figures(comparison, clip.windows(), made, seed);
    provenance.putAll(figures);
    files.provenance(options.name(), provenance);
    written.say(text(clip, figures));
  }

  private static Map<String, Object> figures(
      AudioComparison comparison, List<float[]> originals, List<float[]> made, long seed) {
    AudioDifference ours = new AudioDifference();
    AudioDifference silence = new AudioDifference();
    AudioDifference vocoder = new AudioDifference();
    List<Map<String, Object>> each = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      float[] original = originals.get(i);
      AudioDifference one = comparison.of(original, made.get(i));
      each.add(AudioComparison.fields(one.figures()));
      ours.add(one);
      comparison.add(original, comparison.silence(), silence);
      if (comparison.isVocoded()) {
        comparison.add(original, comparison.vocoded(original, seed), vocoder);
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>(AudioComparison.fields(ours.figures()));
    figures.put(SILENCE, AudioComparison.fields(silence.figures()));
    figures.put(VOCODER, comparison.isVocoded() ? AudioComparison.fields(vocoder.figures()) : null);
    figures.put("each_window", each);
    return figures;
  }

  private static String text(AudioClip clip, Map<String, Object> figures) {
    return String.format(
        Locale.ROOT,
        "%d windows: SNR %s dB, spectral convergence %s, log-mel off by %s dB",
        clip.windows().size(),
        AudioComparison.text(figures.get(AudioComparison.SNR_DB), 2),
        AudioComparison.text(figures.get(AudioComparison.SPECTRAL_CONVERGENCE), 3),
        AudioComparison.text(figures.get(AudioComparison.LOG_MEL_MAE_DB), 2));
  }

  private int windows(Cvae model) {
    double length = AudioWindow.seconds(model.input());
    return (int) Math.max(1, Math.min(most, seconds / length));
  }

  @Override
  public List<HeldOutFile> heldOut(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<Cvae> trained, int most)
      throws IOException {
    return HeldOutAudio.of(
        tables, trained, AudioWindow.seconds(trained.model().input()), MonoSound.LONGEST_S, most);
  }

  @Override
  public void last(double ofSeconds) {
    seconds = ofSeconds;
  }

  @Override
  public String comparison() {
    return "The first windows of files that it was not trained on, and what it decodes from the"
        + " mean of their posterior. A decoded mel is sounded by a vocoder, Griffin and Lim's"
        + " algorithm: what that makes of the original's own mel is as near as the model could"
        + " come.";
  }

  @Override
  public Map<String, String> sounds() {
    Map<String, String> sounds = new LinkedHashMap<>();
    sounds.put(ReconstructOptions.ORIGINAL, "Original");
    sounds.put(VOCODED, "Original, its mel sounded by the vocoder");
    sounds.put(ReconstructOptions.RECONSTRUCTION, "Reconstruction");
    return sounds;
  }

  @Override
  public Picture picture(String name) {
    return new Picture(
        name + ".png", null, "Waveforms and log-mels of the original and the reconstruction.");
  }

  @Override
  public Map<String, String> figures(JsonNode provenance) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("SNR", beside(provenance, AudioComparison.SNR_DB, 2, " dB"));
    figures.put(
        "Spectral convergence", beside(provenance, AudioComparison.SPECTRAL_CONVERGENCE, 3, ""));
    figures.put("Log-mel error", beside(provenance, AudioComparison.LOG_MEL_MAE_DB, 2, " dB"));
    return figures;
  }

  /** The model's figure, that of silence and, of mel, the vocoder's. */
  private static String beside(JsonNode provenance, String figure, int decimals, String unit) {
    StringBuilder text = new StringBuilder(number(provenance, figure, decimals, unit));
    for (String other : List.of(SILENCE, VOCODER)) {
      if (provenance.path(other).isObject()) {
        text.append("; ").append(other).append(' ');
        text.append(number(provenance.path(other), figure, decimals, unit));
      }
    }
    return text.toString();
  }

  private static String number(JsonNode of, String figure, int decimals, String unit) {
    JsonNode number = of.path(figure);
    return number.isNumber()
        ? AudioComparison.text(number.doubleValue(), decimals) + unit
        : AudioComparison.text(null, decimals);
  }
}
