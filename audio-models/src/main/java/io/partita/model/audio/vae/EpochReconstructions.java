package io.partita.model.audio.vae;

import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.model.archive.EpochPictures;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelFolder;
import io.partita.model.audio.AudioInput;
import io.partita.model.examples.Examples;
import io.partita.model.train.EpochObserver;
import io.partita.picture.ContactSheet;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Draws, before a training and after epochs, some windows and what the model makes of them, and at
 * the end all of that on one sheet. Of samples as they were decoded it also writes sounds: the
 * windows one after the other, and of each epoch what the model makes of them.
 */
class EpochReconstructions implements EpochObserver {
  private static final long MOST_WINDOWS = 4;

  /** Epochs on the sheet, evenly spread, the first and the last among them. */
  private static final int MOST_EPOCHS = 12;

  private static final long SEED = 1;

  private final AudioVae model;
  private final List<float[]> windows;

  /**
   * @param examples of which the first windows are drawn
   */
  EpochReconstructions(AudioVae model, Examples<float[]> examples) {
    this.model = model;
    this.windows =
        examples
            .byNumber()
            .filter(example -> example._1 < MOST_WINDOWS)
            .sortByKey()
            .map(example -> Arrays.copyOf(example._2, model.input().size()))
            .collect();
  }

  @Override
  public long observed() {
    return windows.size();
  }

  /** Says how the windows fare while the network has learnt nothing, and draws them. */
  @Override
  public void trainingBegins(ModelFolder folder, Supplier<ComputationGraph> network)
      throws IOException {
    ComputationGraph copy = network.get();
    Map<String, Double> figures = model.figures(model.score(copy, windows));
    String untrained = model.said(figures);
    JobLog.sayf(
        "Before training: %s, %s %.4f (windows: %d)",
        untrained, model.measure(), figures.get(model.measure()), windows.size());
    draw(folder, 0, caption(0) + ", " + untrained, copy);
    if (model.input().source() == AudioInput.Source.DECODED_WAVE) {
      sound(new EpochPictures(folder), "original", windows);
    }
  }

  @Override
  public void epochEnded(ModelFolder folder, Metric metric, Supplier<ComputationGraph> network)
      throws IOException {
    int epoch = (int) Math.rint(metric.epoch());
    draw(folder, epoch, caption(epoch) + validation(metric), network.get());
  }

  private void draw(ModelFolder folder, int epoch, String title, ComputationGraph copy)
      throws IOException {
    float[][] made = model.decode(copy, model.encode(copy, windows).mu(), SEED);
    EpochPictures pictures = new EpochPictures(folder);
    pictures.write(
        epoch, AudioPictures.pair(title, model.input(), windows, Arrays.asList(made), SEED));
    if (model.input().source() == AudioInput.Source.DECODED_WAVE) {
      sound(pictures, String.format(Locale.ROOT, "epoch-%03d", epoch), Arrays.asList(made));
    }
  }

  private void sound(EpochPictures pictures, String name, List<float[]> of) throws IOException {
    Path wav = Files.createTempFile("epoch-", ".wav");
    try {
      float[] samples = AudioSounds.of(model.input(), of, SEED);
      SoundFormat.WAV.write(wav, SampleType.INT16, model.input().sampleRateHz(), samples);
      pictures.write(name, wav);
    } finally {
      Files.delete(wav);
    }
  }

  private static String caption(int epoch) {
    return epoch == 0 ? "before training" : "epoch " + epoch;
  }

  private String validation(Metric metric) {
    return metric.validation().isEmpty()
        ? ""
        : ", " + model.said(metric.validation()) + " on validation";
  }

  @Override
  public void trainingEnded(ModelFolder folder) throws IOException {
    EpochPictures pictures = new EpochPictures(folder);
    List<Integer> epochs = pictures.epochs();
    if (epochs.isEmpty()) {
      return;
    }
    ContactSheet sheet = new ContactSheet();
    int shown = Math.min(MOST_EPOCHS, epochs.size());
    for (int i = 0; i < shown; i++) {
      int epoch = epochs.get(shown == 1 ? 0 : i * (epochs.size() - 1) / (shown - 1));
      byte[] png = pictures.read(epoch).orElse(null);
      if (png != null) {
        sheet.add(caption(epoch), png);
      }
    }
    folder.write(EpochPictures.SHEET, sheet.png("Windows and what the model made of them"));
  }
}
