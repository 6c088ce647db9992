package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.form.FileCutOptions;
import io.partita.form.Forms;
import io.partita.form.PlayedDrums;
import io.partita.model.job.Generation;
import io.partita.model.latent.GivenFile;
import io.partita.model.slices.SliceFile;
import io.partita.objective.LatentForm;
import io.partita.picture.DrumRollPicture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Performances as examples of a GrooVAE, which plays the likeliest hits. */
final class PerformanceLatents implements LatentForm<GrooVae, PlayedDrums> {
  private static final int MOST_SLICES = 8;

  private final FileCutOptions cut = new FileCutOptions();

  @Override
  public Choices choices(Command command) {
    return Choices.of("reads no MIDI files", cut);
  }

  @Override
  public PerformanceExcerpt one(GivenFile file, GrooVae model, Place place) throws IOException {
    SliceFile<PlayedDrums> slices = SliceFile.read(file, model, cut);
    return new PerformanceExcerpt(model, slices, slices.slices().subList(0, 1));
  }

  @Override
  public PerformanceExcerpt first(GivenFile file, GrooVae model) throws IOException {
    SliceFile<PlayedDrums> slices = SliceFile.read(file, model, cut);
    return new PerformanceExcerpt(
        model, slices, slices.apart().stream().limit(MOST_SLICES).toList());
  }

  @Override
  public void requireDecodes(GrooVae model, boolean isAlone) {
    if (isAlone) {
      model.requireZAlone();
    } else {
      model.requireOwnHits();
    }
  }

  /** At the tempo of the first of those that are given; the encoder's steps are theirs, too. */
  @Override
  public List<PlayedDrums> decode(
      GrooVae model, ComputationGraph weights, float[][] z, List<PlayedDrums> like, long seed) {
    float[][] steps = model.encoderSteps() ? model.encoded(weights, like).steps() : null;
    double qpm = like.get(0).qpm();
    return model
        .decode(
            weights,
            z,
            new GrooVaeDecoder.Given(null, GrooVae.tempos(like), steps),
            GrooVaeDecoder.Sampling.LIKELIEST)
        .stream()
        .map(played -> new PlayedDrums(qpm, played))
        .toList();
  }

  @Override
  public void addTo(Map<String, Object> provenance) {
    cut.addTo(provenance);
  }

  @Override
  public Generation.Music music(
      GrooVae model, List<PlayedDrums> examples, Generation.Music beside, long seed) {
    return PerformanceExcerpt.music(model, examples);
  }

  @Override
  public Map<String, Object> step(
      GrooVae model, float[] z, PlayedDrums first, PlayedDrums example) {
    Map<String, Object> step = PlayedPair.figures(List.of(PlayedPair.of(first, example)));
    step.putAll(Forms.PERFORMANCES.labels(example));
    return step;
  }

  @Override
  public byte[] picture(GrooVae model, String title, List<Shown<PlayedDrums>> shown) {
    Map<String, DrumPerformance> rolls = new LinkedHashMap<>();
    shown.forEach(one -> rolls.put(one.label(), one.example().played()));
    return DrumRollPicture.ofPerformances(title, rolls);
  }

  @Override
  public byte[] pictureOfBoth(
      GrooVae model,
      String title,
      List<PlayedDrums> originals,
      List<PlayedDrums> decoded,
      long seed) {
    Map<String, DrumPerformance> rolls = new LinkedHashMap<>();
    rolls.put("original", PerformanceExcerpt.joined(originals));
    rolls.put("decoded", PerformanceExcerpt.joined(decoded));
    return DrumRollPicture.ofPerformances(title, rolls);
  }
}
