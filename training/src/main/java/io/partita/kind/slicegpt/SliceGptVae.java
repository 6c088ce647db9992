package io.partita.kind.slicegpt;

import static io.partita.model.HyperParameters.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.SplitMix64;
import io.partita.form.DrumAugmentation;
import io.partita.form.SliceCut;
import io.partita.form.SliceForm;
import io.partita.model.HyperParameters;
import io.partita.model.slices.vae.EncoderInput;
import io.partita.model.slices.vae.SliceVae;
import io.partita.nn.attention.AttentionVertex;
import io.partita.nn.attention.TransformerLayers;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.loss.ReconstructionLossVertex;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.vertex.VertexGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A {@link SliceGpt} that decodes a latent vector: a variational autoencoder of slices.
 *
 * <p>An encoder reads a slice in both directions and makes mu and sigma of it: MusicVAE's LSTMs
 * ({@link LatentLayers#addEncoder}), or, with {@code encoderLayers}, a Transformer whose steps read
 * all others, of the decoder's size and heads, and the mean of its steps. A linear map makes
 * {@value #TOKENS} rows of z = mu + sigma · noise, tokens in front of the steps' rows. All pass
 * through the same causal layers: a step reads all tokens, the steps before it and itself, a token
 * those in front of it. A token has no class, position or place in the bar; the bias of its linear
 * map is its own. To the relative bias of {@link AttentionVertex} the tokens are rows as others, so
 * that token k of 0 … 3 is {@value #TOKENS} − k + t rows before step t, and each distance has a
 * number of its own.
 *
 * <p>Encoder and decoder learn together, with the loss of {@link KlCharge} and the optimizer of a
 * slice GPT. What an augmentation hides of a slice is hidden from the steps after it, and so is a
 * step that the history's dropout hides: the next one reads the beginning in its place. The encoder
 * reads all.
 *
 * @param decoder the Transformer
 * @param latent the size of z
 * @param encoderUnits of the LSTM of each direction; unused where the encoder is a Transformer
 * @param freeBits of divergence that cost nothing
 * @param maxBeta the weight of the divergence beyond
 * @param betaRate see {@link KlCharge}
 * @param boundFrom see {@link KlCharge}
 * @param boundTo see {@link KlCharge}
 * @param encoderLayers of the Transformer that encodes, 0 … 48; 0 for LSTMs, which JSON leaves out
 * @param betaRise see {@link KlCharge}; JSON leaves 0 out
 * @param wholeBeta see {@link KlCharge}; JSON leaves 0 out
 * @param historyDropout share of steps that are hidden from the next one, 0 until 1; JSON leaves 0
 *     out
 * @param freeByNumber see {@link KlCharge}; JSON leaves false out
 */
public record SliceGptVae(
    SliceGpt decoder,
    int latent,
    int encoderUnits,
    double freeBits,
    double maxBeta,
    double betaRate,
    long boundFrom,
    long boundTo,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Integer encoderLayers,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Long betaRise,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Double wholeBeta,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Double historyDropout,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Boolean freeByNumber)
    implements SliceVae {
  /** That z becomes. */
  static final int TOKENS = 4;

  static final String PREFIX = "prefix";

  private static final String TARGET = "target";
  private static final String HEARD = "heard";
  private static final String ENCODED = "encoded";
  private static final int BATCH = 64;

  /** Of the draws of the history's dropout beside those of z. */
  private static final long HIDDEN = 1;

  public SliceGptVae {
    encoderLayers = encoderLayers == null ? 0 : encoderLayers;
    betaRise = betaRise == null ? 0 : betaRise;
    wholeBeta = wholeBeta == null ? 0 : wholeBeta;
    historyDropout = historyDropout == null ? 0 : historyDropout;
    freeByNumber = freeByNumber != null && freeByNumber;
    HyperParameters.requireUnits("latent", latent);
    HyperParameters.requireUnits("encoderUnits", encoderUnits);
    require(freeBits >= 0 && freeBits <= 1e6, "freeBits", freeBits, "0 … 1e6");
    require(maxBeta >= 0 && maxBeta <= 1e3, "maxBeta", maxBeta, "0 … 1000");
    require(betaRate >= 0 && betaRate < 1, "betaRate", betaRate, "0 until 1");
    require(boundFrom >= 0 && boundFrom <= boundTo, "boundFrom", boundFrom, "0 … boundTo");
    HyperParameters.requireRange("encoderLayers", encoderLayers, 0, 48);
    require(betaRise >= 0, "betaRise", betaRise, "0 or more");
    require(wholeBeta >= 0 && wholeBeta <= 1e3, "wholeBeta", wholeBeta, "0 … 1000");
    require(
        historyDropout >= 0 && historyDropout < 1, "historyDropout", historyDropout, "0 … below 1");
  }

  @Override
  public SliceCut<int[]> sliceCut() {
    return decoder.sliceCut();
  }

  @Override
  public SliceForm form() {
    return decoder.form();
  }

  @Override
  public int steps() {
    return decoder.steps();
  }

  @Override
  public String kind() {
    return SliceGptVaeKind.name(form());
  }

  @Override
  public String config() {
    return kind();
  }

  @Override
  public KlCharge charge() {
    return new KlCharge(
        freeBits * Math.log(2),
        maxBeta,
        betaRate,
        boundFrom,
        boundTo,
        betaRise,
        wholeBeta,
        0,
        freeByNumber);
  }

  @Override
  public long parameters() {
    int size = decoder.size();
    return encoderParameters()
        + LatentLayers.denseParameters(latent, TOKENS * size)
        + decoder.embedding().parameters()
        + decoder.layers(TOKENS + steps()).parameters()
        + decoder.logits().parameters();
  }

  private long encoderParameters() {
    return encoderLayers == 0
        ? LatentLayers.encoderParameters(form().inputs(), List.of(encoderUnits), latent)
        : decoder.embedding().parameters()
            + encoder().parameters()
            + 2 * LatentLayers.denseParameters(decoder.size(), latent);
  }

  /** The Transformer that encodes. */
  private TransformerLayers encoder() {
    AttentionVertex attention =
        AttentionVertex.both(decoder.size(), decoder.heads(), steps(), decoder.dropout());
    return new TransformerLayers("encoder_", encoderLayers, attention);
  }

  /** See {@link SliceGpt#optimizer}. */
  @Override
  public Optimizer optimizer() {
    return decoder.optimizer();
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    GraphBuilder graph = VertexGraph.xavier(configuration);
    addEncoder(graph);
    addDecoder(graph);
    String reconstruction = LatentLayers.RECONSTRUCTION;
    graph.addVertex(reconstruction, new ReconstructionLossVertex(1), SliceGpt.LOGITS, TARGET);
    LatentLayers.addLoss(graph, charge(), List.of(reconstruction));
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private void addEncoder(GraphBuilder graph) {
    if (encoderLayers == 0) {
      graph.addInputs(
          EncoderInput.HITS,
          EncoderInput.HITS_REVERSED,
          SliceGpt.STEPS,
          TARGET,
          LatentLayers.NOISE);
      LatentLayers.addEncoder(
          graph,
          EncoderInput.HITS,
          EncoderInput.HITS_REVERSED,
          form().inputs(),
          List.of(encoderUnits),
          latent);
      return;
    }
    graph
        .addInputs(SliceGpt.STEPS, TARGET, LatentLayers.NOISE)
        .addVertex(HEARD, decoder.embedding(), TARGET);
    encoder().addTo(graph, HEARD);
    graph.addVertex(ENCODED, new MeanOfStepsVertex(), encoder().top());
    int size = decoder.size();
    LatentLayers.addPosterior(graph, ENCODED, size, latent, 1 / Math.sqrt(size));
  }

  private void addDecoder(GraphBuilder graph) {
    int size = decoder.size();
    DenseLayer tokens =
        new DenseLayer.Builder()
            .nIn(latent)
            .nOut(TOKENS * size)
            .activation(Activation.IDENTITY)
            .build();
    graph
        .addLayer(PREFIX, tokens, LatentLayers.Z)
        .addVertex(SliceGpt.EMBEDDING, decoder.embedding(), SliceGpt.STEPS)
        .addVertex("rows", new PrefixVertex(TOKENS), PREFIX, SliceGpt.EMBEDDING);
    decoder.layers(TOKENS + steps()).addTo(graph, "rows");
    graph
        .addVertex("behind_prefix", new BehindPrefixVertex(TOKENS), TransformerLayers.NORM)
        .addLayer(SliceGpt.LOGITS, decoder.logits(), "behind_prefix");
  }

  /**
   * @param examples slices, or what an augmentation makes of them
   * @throws IllegalArgumentException where an example is no slice of this length
   */
  @Override
  public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    List<int[]> played =
        examples.stream().map(slice -> DrumAugmentation.played(slice, steps())).toList();
    List<int[]> heard =
        examples.stream().map(slice -> DrumAugmentation.heard(slice, steps())).toList();
    float[] noise = LatentNoise.of(examples.size() * latent, new SplittableRandom(noiseSeed));
    INDArray[] labels = {Nd4j.zeros(examples.size(), 1)};
    INDArray[] features = features(played, heard, noise);
    hide(features[features.length - 3], new SplittableRandom(SplitMix64.of(noiseSeed, HIDDEN)));
    return List.of(new MultiDataSet(features, labels));
  }

  /** The history's dropout of what the steps of slices read. */
  private void hide(INDArray read, SplittableRandom random) {
    if (historyDropout == 0) {
      return;
    }
    for (int slice = 0; slice < read.size(0); slice++) {
      for (int step = 1; step < steps(); step++) {
        if (random.nextDouble() < historyDropout) {
          read.putScalar(slice, step, decoder.begin());
        }
      }
    }
  }

  /**
   * What the network reads.
   *
   * @param fed slices that the decoder is fed, each step the one before
   * @param noise of all slices, one after the other
   */
  INDArray[] features(List<int[]> slices, List<int[]> fed, float[] noise) {
    float[] classes = new float[slices.size() * steps()];
    for (int k = 0; k < slices.size(); k++) {
      int[] slice = decoder.checked(slices.get(k));
      for (int step = 0; step < steps(); step++) {
        classes[k * steps() + step] = slice[step];
      }
    }
    List<INDArray> features = new ArrayList<>();
    if (encoderLayers == 0) {
      features.add(EncoderInput.of(form(), slices, false));
      features.add(EncoderInput.of(form(), slices, true));
    }
    features.add(SliceGptArrays.read(decoder, fed));
    features.add(Nd4j.create(classes, new long[] {slices.size(), steps()}, 'c'));
    features.add(Nd4j.create(noise, new long[] {slices.size(), latent}, 'c'));
    return features.toArray(new INDArray[0]);
  }

  @Override
  public Posterior encode(ComputationGraph network, List<int[]> slices) {
    return Posterior.of(
        network, slices, batch -> features(batch, batch, new float[batch.size() * latent]));
  }

  @Override
  public List<int[]> decode(ComputationGraph network, float[][] z, LabelChoice choice) {
    int[][] slices = new int[z.length][steps()];
    for (int first = 0; first < z.length; first += BATCH) {
      float[][] batch = Arrays.copyOfRange(z, first, Math.min(z.length, first + BATCH));
      try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        SliceGptSteps at = begun(network, batch);
        int[] before = new int[batch.length];
        Arrays.fill(before, decoder.begin());
        for (int step = 0; step < steps(); step++) {
          double[][] logits = at.read(before);
          for (int k = 0; k < batch.length; k++) {
            before[k] = choice.of(first + k, step, logits[k]);
            slices[first + k][step] = before[k];
          }
        }
      }
    }
    return List.of(slices);
  }

  /** The decoder once it has read the tokens of latent vectors. */
  private SliceGptSteps begun(ComputationGraph network, float[][] z) {
    SliceGptSteps steps = new SliceGptSteps(decoder, network, z.length);
    INDArray tokens =
        Nd4j.createFromArray(z)
            .mmul(network.getLayer(PREFIX).getParam("W"))
            .addiRowVector(network.getLayer(PREFIX).getParam("b"));
    int size = decoder.size();
    for (int token = 0; token < TOKENS; token++) {
      steps.readPrefix(
          tokens
              .get(NDArrayIndex.all(), NDArrayIndex.interval(token * size, (token + 1) * size))
              .dup('c'));
    }
    return steps;
  }
}
