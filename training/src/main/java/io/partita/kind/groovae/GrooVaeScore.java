package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.form.PlayedDrums;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.loss.KlVertex;
import io.partita.nn.loss.LogitRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a {@link GrooVae} plays slices, slice by slice: its loss with a drawn z, fed the slice's
 * own steps; and what {@link GrooveFigures} says of what it plays from the mean of z, fed its own
 * steps. Hits are the slice's, of drums that the encoder sees as they are.
 */
final class GrooVaeScore {
  static final String LOSS = "loss";
  private static final String KL = "kl_nats";

  /** Means over slices: the loss, its three parts of reconstruction, and the divergence. */
  private static final List<String> MEANS =
      List.of(LOSS, "hits_nats", "velocity_se", "offset_se", KL, "kl_bits");

  /** Sums of each slice. */
  static final List<String> SUMS =
      Stream.concat(MEANS.stream(), GrooveFigures.SUMS.stream()).toList();

  private static final int BATCH = 64;

  private GrooVaeScore() {}

  /**
   * Scores slices.
   *
   * @param temperature of what is played, see {@link GrooVaeDecoder.Sampling}; each slice draws by
   *     itself alone
   */
  static ExampleScores of(
      GrooVae model, ComputationGraph network, List<PlayedDrums> examples, double temperature) {
    double[][] sums = new double[examples.size()][SUMS.size()];
    Map<String, Double> others = new TreeMap<>();
    for (int first = 0; first < examples.size(); first += BATCH) {
      int end = Math.min(examples.size(), first + BATCH);
      add(
          model,
          network,
          temperature,
          examples.subList(first, end),
          Arrays.asList(sums).subList(first, end),
          others);
    }
    long[] counts = new long[examples.size()];
    Arrays.fill(counts, 1);
    others.put(PredictionSums.LOSS_NATS, Arrays.stream(sums).mapToDouble(of -> of[0]).sum());
    return new ExampleScores(SUMS, counts, sums, new PredictionSums(0, others));
  }

  private static void add(
      GrooVae model,
      ComputationGraph network,
      double temperature,
      List<PlayedDrums> examples,
      List<double[]> sums,
      Map<String, Double> others) {
    List<DrumPerformance> played = examples.stream().map(PlayedDrums::played).toList();
    List<float[]> heard = new ArrayList<>();
    float[] noise = new float[played.size() * model.latent()];
    for (int k = 0; k < played.size(); k++) {
      heard.add(GrooVaeArrays.heard(model, played.get(k)));
      float[] own = GrooVaeArrays.noise(model, played.get(k));
      System.arraycopy(own, 0, noise, k * own.length, own.length);
    }
    double[] qpm = examples.stream().mapToDouble(PlayedDrums::qpm).toArray();
    List<String> vertices = new ArrayList<>(GrooVaeGraph.encoded(model));
    vertices.add(vertices.indexOf(LatentLayers.SIGMA) + 1, GrooVaeGraph.rows(model));
    INDArray[] found =
        network.output(
            vertices, false, GrooVaeArrays.features(model, heard, played, qpm, noise), null);
    addLoss(model, found, played, sums);
    float[][] encoded = GrooVaeArrays.encodedSteps(model, found, played.size());
    int[][] hits = played.stream().map(DrumPerformance::masks).toArray(int[][]::new);
    float[][] made =
        new GrooVaeDecoder(model, network)
            .rows(
                found[0],
                new GrooVaeDecoder.Given(hits, qpm, encoded),
                temperature,
                played.stream().mapToLong(GrooVaeArrays::ownSeed).toArray());
    for (int k = 0; k < made.length; k++) {
      GrooveFigures.add(played.get(k), made[k], qpm[k], sums.get(k), MEANS.size(), others);
    }
  }

  private static void addLoss(
      GrooVae model, INDArray[] found, List<DrumPerformance> played, List<double[]> sums) {
    double[] mu = Doubles.of(found[0]);
    double[] sigma = Doubles.of(found[1]);
    LogitRows rows = new LogitRows(found[2]);
    int batch = played.size();
    for (int k = 0; k < batch; k++) {
      float[] floats = played.get(k).rows();
      double[] target = new double[floats.length];
      Arrays.setAll(target, i -> floats[i]);
      double[] parts = new double[PerformanceLoss.PARTS];
      for (int step = 0; step < model.steps(); step++) {
        double[] active = rows.read(step * batch + k);
        PerformanceLoss.activate(active);
        PerformanceLoss.addParts(active, target, step * DrumPerformance.ROW, parts);
      }
      double kl = KlVertex.nats(mu, sigma, k * model.latent(), model.latent());
      double[] of = sums.get(k);
      System.arraycopy(parts, 0, of, 1, parts.length);
      of[MEANS.indexOf(KL)] = kl;
      of[MEANS.indexOf(KL) + 1] = kl / Math.log(2);
      of[0] = Arrays.stream(parts).sum() + model.beta() * Math.max(kl - model.freeNats(), 0);
    }
  }

  /** By the names that reports use. */
  static Map<String, Double> figures(GrooVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(
        name ->
            figures.put(model.isDensity() ? name.replace("_se", "_nats") : name, score.mean(name)));
    if (model.isDensity()) {
      List<String> nats = MEANS.subList(1, MEANS.indexOf(KL) + 1);
      figures.put("elbo_nats", nats.stream().mapToDouble(score::mean).sum());
    }
    figures.putAll(GrooveFigures.figures(score, model.ownDrums()));
    return figures;
  }
}
