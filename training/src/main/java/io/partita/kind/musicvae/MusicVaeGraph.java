package io.partita.kind.musicvae;

import io.partita.form.SliceVoice;
import io.partita.model.slices.vae.EncoderInput;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.loss.ReconstructionLossVertex;
import io.partita.nn.loss.Segments;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.lstm.LstmVertex.Input;
import io.partita.nn.lstm.LstmVertex.Output;
import io.partita.nn.lstm.LstmVertex.Start;
import io.partita.nn.vertex.VertexGraph;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/** The network of a {@link MusicVae}; the names are those of its vertices. */
final class MusicVaeGraph {
  /** The slice as classes, [batch, steps]; like all of a decoder, one of each {@link #of}. */
  static final String TARGET = "target";

  /** What a conductor is fed: nothing, [batch, segments]. */
  static final String SILENCE = "silence";

  /** Uniform numbers for scheduled sampling, [batch, steps] each. */
  static final String CHANCE = "chance";

  static final String DRAW = "draw";

  static final String Z = LatentLayers.Z;

  /** Initial states, [sequences, 2 · units of all LSTMs]. */
  static final String DECODER_START = "decoder_start";

  static final String CONDUCTOR_START = "conductor_start";

  /** What a decoder is fed, see {@link ScheduledSamplingVertex}. */
  static final String FED = "fed";

  /** LSTMs, numbered from 1. */
  static final String DECODER = "decoder";

  static final String CONDUCTOR = "conductor";

  /** Rows as {@link Segments} orders them, [rows, classes]. */
  static final String LOGITS = "logits";

  private final MusicVae model;
  private final GraphBuilder graph;

  private MusicVaeGraph(MusicVae model, GraphBuilder graph) {
    this.model = model;
    this.graph = graph;
  }

  /**
   * @param global configuration, which says type and updater
   */
  static ComputationGraph of(MusicVae model, NeuralNetConfiguration.Builder global) {
    GraphBuilder graph = VertexGraph.xavier(global);
    MusicVaeGraph building = new MusicVaeGraph(model, graph);
    graph.addInputs(inputs(model));
    LatentLayers.addEncoder(
        graph,
        EncoderInput.HITS,
        EncoderInput.HITS_REVERSED,
        model.form().inputs(),
        model.encoderUnits(),
        model.latent());
    if (model.segments() > 1) {
      building.addConductor();
    }
    for (int voice = 0; voice < model.form().voices().size(); voice++) {
      building.addDecoder(voice);
    }
    building.addLoss();
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  /** The name of a voice's vertex: the plain one where there is but one voice. */
  static String of(MusicVae model, String vertex, int voice) {
    List<SliceVoice> voices = model.form().voices();
    return voices.size() == 1 ? vertex : vertex + "_" + voices.get(voice).name();
  }

  /** How many trainable numbers the network has. */
  static long parameters(MusicVae model) {
    List<Integer> decoder = model.decoderUnits();
    int condition = conditionSize(model);
    long count =
        LatentLayers.encoderParameters(model.form().inputs(), model.encoderUnits(), model.latent());
    if (model.segments() > 1) {
      count += LatentLayers.startedParameters(model.conductorUnits(), model.latent(), 1);
    }
    for (SliceVoice voice : model.form().voices()) {
      count += LatentLayers.startedParameters(decoder, condition, voice.classes() + condition);
      count += LatentLayers.denseParameters(decoder.get(decoder.size() - 1), voice.classes());
    }
    return count;
  }

  /** The size of {@link #condition}. */
  private static int conditionSize(MusicVae model) {
    List<Integer> conductor = model.conductorUnits();
    return model.segments() == 1 ? model.latent() : conductor.get(conductor.size() - 1);
  }

  /** The names of the inputs, in their order; the first one says how many examples there are. */
  static List<String> inputs(MusicVae model) {
    List<String> inputs = new ArrayList<>(List.of(EncoderInput.HITS, EncoderInput.HITS_REVERSED));
    for (int voice = 0; voice < model.form().voices().size(); voice++) {
      inputs.add(of(model, TARGET, voice));
    }
    inputs.add(LatentLayers.NOISE);
    if (model.segments() > 1) {
      inputs.add(SILENCE);
    }
    if (model.isFedOthers()) {
      inputs.addAll(List.of(CHANCE, DRAW));
    }
    return inputs;
  }

  /** What takes z's place for a decoder: z, or what the conductor says of each segment. */
  static String condition(MusicVae model) {
    return model.segments() == 1 ? Z : CONDUCTOR + model.conductorUnits().size();
  }

  /** Adds what takes z's place, see {@link #condition}. */
  private void addConductor() {
    LatentLayers.addStart(
        graph, CONDUCTOR_START, Z, model.latent(), CONDUCTOR, model.conductorUnits());
    addLstms(CONDUCTOR, model.conductorUnits(), 1, 0, SILENCE);
  }

  private void addDecoder(int voice) {
    String condition = condition(model);
    int size = conditionSize(model);
    int classes = model.form().voices().get(voice).classes();
    List<Integer> units = model.decoderUnits();
    String start = of(model, DECODER_START, voice);
    String decoder = of(model, DECODER, voice);
    String target = of(model, TARGET, voice);
    String fed = of(model, FED, voice);
    LatentLayers.addStart(graph, start, condition, size, decoder, units);
    ScheduledSamplingVertex feeding =
        new ScheduledSamplingVertex(
            model.segments(),
            units.size(),
            model.samplingRate(),
            model.maxSampling(),
            model.historyDropout());
    if (model.isFedOthers()) {
      graph.addVertex(fed, feeding, condition, start, CHANCE, DRAW, target);
    } else {
      graph.addVertex(fed, feeding, target);
    }
    addLstms(decoder, units, classes, size, fed, condition);
    DenseLayer logits =
        new DenseLayer.Builder()
            .nIn(units.get(units.size() - 1))
            .nOut(classes)
            .activation(Activation.IDENTITY)
            .build();
    graph.addLayer(of(model, LOGITS, voice), logits, decoder + units.size());
  }

  /**
   * @param inputs of the lowest LSTM
   */
  private void addLstms(
      String name, List<Integer> units, int classes, int conditionSize, String... inputs) {
    for (int layer = 1; layer <= units.size(); layer++) {
      int of = units.get(layer - 1);
      Output output = layer == units.size() ? Output.ROWS : Output.SEQUENCE;
      List<String> reads =
          new ArrayList<>(layer == 1 ? List.of(inputs) : List.of(name + (layer - 1)));
      reads.add(name + layer + "_h0");
      reads.add(name + layer + "_c0");
      LstmVertex lstm =
          layer == 1
              ? new LstmVertex(classes, conditionSize, of, Input.CLASSES, Start.GIVEN, output)
              : new LstmVertex(units.get(layer - 2), of, Input.VALUES, Start.GIVEN, output);
      graph.addVertex(name + layer, lstm, reads.toArray(new String[0]));
    }
  }

  private void addLoss() {
    List<String> terms = new ArrayList<>();
    for (int voice = 0; voice < model.form().voices().size(); voice++) {
      terms.add(of(model, LatentLayers.RECONSTRUCTION, voice));
      graph.addVertex(
          terms.get(voice),
          new ReconstructionLossVertex(model.segments()),
          of(model, LOGITS, voice),
          of(model, TARGET, voice));
    }
    LatentLayers.addLoss(graph, model.charge(), terms);
  }
}
