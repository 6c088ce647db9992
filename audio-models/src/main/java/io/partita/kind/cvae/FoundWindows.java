package io.partita.kind.cvae;

import io.partita.model.audio.AudioInput;
import io.partita.model.latent.Finder;
import io.partita.output.MusicFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code find similar} found with a VAE of audio, the nearest first. */
record FoundWindows(SimilarWindows search, List<FoundWindow> found) implements Finder.Matches {
  /** Of the phases that a mel is sounded with. */
  private static final long SEED = 1;

  @Override
  public List<Map<String, Object>> fields() {
    return found.stream().map(FoundWindow::fields).toList();
  }

  @Override
  public List<String> lines(String file) {
    List<String> lines = new ArrayList<>();
    lines.add("Most like window " + search.number() + " of " + file + ":");
    lines.add("");
    lines.add("  # cosine  dataset           start (s)  split       path");
    for (int i = 0; i < found.size(); i++) {
      FoundWindow one = found.get(i);
      lines.add(
          String.format(
              Locale.ROOT,
              "%3d %6.4f  %-16s %10.2f  %-10s  %s",
              i + 1,
              one.cosine(),
              one.dataset(),
              one.startS(),
              one.split(),
              one.path() == null ? one.trackId() : one.path()));
    }
    return lines;
  }

  /** As the model decodes it. */
  private float[] decoded(int number) throws IOException {
    Cvae model = search.model().model();
    return model.decode(search.model().weights(), new float[][] {found.get(number).mu()})[0];
  }

  @Override
  public void write(int number, String name, MusicFiles files) throws IOException {
    AudioInput input = search.clip().input();
    float[] samples = AudioSounds.of(input, List.of(decoded(number)), SEED);
    files.sound(name, samples, input.sampleRateHz(), AudioSounds.level(input, samples));
  }

  @Override
  public byte[] picture(String title) throws IOException {
    List<float[]> windows = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    windows.add(search.clip().windows().get(search.number()));
    captions.add("the file");
    for (int i = 0; i < found.size(); i++) {
      windows.add(decoded(i));
      captions.add(
          String.format(Locale.ROOT, "match %d, cosine %.4f", i + 1, found.get(i).cosine()));
    }
    return AudioPictures.each(title, search.clip().input(), captions, windows);
  }
}
