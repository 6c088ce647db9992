package io.partita.kind.groovae;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.drum.DrumPerformance;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.job.Processor;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.latent.ReconstructOptions;
import io.partita.model.latent.Reconstructor;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.PerformanceForm;
import io.partita.model.slices.SliceFile;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.picture.DrumRollPicture;
import io.partita.picture.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What {@code reconstruct} does with a GrooVAE: performances of a file to z and back. */
final class ReconstructGrooVae implements Reconstructor<GrooVae> {
  private static final int MOST_SLICES = 8;
  private static final double QUARTERS_OF_BAR = 4;

  /** Of which there are so many slices at most, too. */
  private double seconds = Double.POSITIVE_INFINITY;

  @Override
  public ModelKind<GrooVae> kind() {
    return GrooVaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A GrooVAE encodes the first 8 slices of a MIDI file's drums, with what its encoder was",
        "trained to see of them, and plays them from z alone, or z and the encoder's steps where",
        "the model has encoderSteps=true, with the likeliest hits.");
  }

  @Override
  public void run(ReconstructOptions options, TrainedModel<GrooVae> trained, WrittenFiles written)
      throws IOException {
    GrooVae model = trained.model();
    model.requireOwnHits();
    SliceFile file = SliceFile.read(options.file(), model);
    MusicFiles files = options.files(written);
    Processor.use();
    List<CutFile.Slice> slices = file.apart();
    double qpm = PerformanceForm.qpm(slices.get(0).labels());
    double sliceSeconds = file.steps() / QUARTERS_OF_BAR * 60 / qpm;
    long most = (long) Math.max(1, Math.min(MOST_SLICES, seconds / sliceSeconds));
    slices = slices.subList(0, (int) Math.min(most, slices.size()));
    List<DrumPerformance> real =
        slices.stream().map(slice -> PerformanceForm.performance(slice.labels())).toList();
    double[] tempos =
        slices.stream().mapToDouble(slice -> PerformanceForm.qpm(slice.labels())).toArray();
    GrooVae.Encoded encoded = model.encode(trained.weights(), real, tempos);
    Posterior posterior = encoded.posterior();
    float[][] z = options.sampleZ ? posterior.draw(options.decode.seed) : posterior.mu();
    List<DrumPerformance> made =
        model.decode(
            trained.weights(),
            z,
            new GrooVaeDecoder.Given(null, tempos, encoded.steps()),
            GrooVaeDecoder.Sampling.LIKELIEST);
    List<PlayedPair> pairs = new ArrayList<>();
    List<Map<String, Object>> fields = new ArrayList<>();
    for (int k = 0; k < made.size(); k++) {
      PlayedPair pair = new PlayedPair(real.get(k), made.get(k));
      pairs.add(pair);
      Map<String, Object> of = new LinkedHashMap<>(file.origin(slices.get(k)));
      of.putAll(PlayedPair.figures(List.of(pair)));
      int[] example = PerformanceForm.example(qpm, made.get(k));
      of.put("reconstruction", file.form().labels(example));
      fields.add(of);
    }
    DrumPerformance original = DrumPerformance.joined(real);
    DrumPerformance decoded = DrumPerformance.joined(made);
    files.midiAndWav(options.original(), original.score(model.map(), qpm), false);
    files.midiAndWav(options.reconstruction(), decoded.score(model.map(), qpm), false);
    Map<String, DrumPerformance> rolls = new LinkedHashMap<>();
    rolls.put("original", original);
    rolls.put("decoded", decoded);
    String title = options.name() + " and its reconstruction, " + options.z();
    files.picture(options.name(), DrumRollPicture.ofPerformances(title, rolls));
    Map<String, Object> provenance = options.decode.origin(trained);
    provenance.put("sample_z", options.sampleZ);
    Map<String, Object> figures = PlayedPair.figures(pairs);
    provenance.putAll(figures);
    provenance.put("file_slices", file.slices().size());
    provenance.put("slices", fields);
    files.provenance(options.name(), provenance);
    written.say(
        String.format(
            Locale.ROOT,
            "%d slices: %d hits differ",
            pairs.size(),
            pairs.stream().mapToInt(PlayedPair::distance).sum()));
  }

  @Override
  public List<HeldOutFile> heldOut(
      Map<LakeTable, Dataset<Row>> tables, TrainedModel<GrooVae> trained, int most) {
    return LearntSlices.heldOut(tables, trained, most);
  }

  @Override
  public void last(double ofSeconds) {
    seconds = ofSeconds;
  }

  @Override
  public String comparison() {
    return "The first slices of files that it was not trained on, and what it plays of the mean of"
        + " their posterior.";
  }

  @Override
  public Picture picture(String name) {
    return new Picture(
        name + ".png", null, "Drums of a file and, below them, what was played of them.");
  }

  @Override
  public Map<String, String> figures(JsonNode provenance) {
    return Map.of("Hits that differ", provenance.path("hamming_distance").asText());
  }
}
