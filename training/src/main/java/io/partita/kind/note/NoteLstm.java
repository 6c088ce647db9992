package io.partita.kind.note;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.TrainableModel;
import io.partita.nn.loss.ClassLoss;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.vertex.VertexGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A language model of notes: from the classes so far to the probabilities of the next one. What the
 * classes mean says a {@link io.partita.symbolic.PitchVocabulary}.
 *
 * <p>LSTM, with two layers dropout and a second LSTM, dense layer with ReLU, dropout, softmax; Adam
 * and cross-entropy.
 *
 * <ul>
 *   <li>{@link Mode#WINDOW}: an example is {@code sequenceLength + 1} classes; from the first
 *       {@code sequenceLength} of them, its state at zero, the network predicts the last. A batch
 *       is one update.
 *   <li>{@link Mode#SEQUENCE}: an example is a piece of 2 classes or more; each but the first is
 *       predicted from all before it. A batch of pieces is cut into segments of {@code
 *       segmentLength} classes, an update each; the state is carried from segment to segment, the
 *       gradient is not. The loss of an update is the mean over its classes that are there.
 * </ul>
 *
 * @param vocabulary number of classes, 2 … 32,767
 * @param sequenceLength notes of a window, 1 … 1000
 * @param layers 1 or 2
 * @param units of each LSTM, 1 … 4096
 * @param denseUnits 1 … 4096
 * @param dropout the share of values dropped in training, 0 until 1
 * @param segmentLength steps of one update in sequence mode, 1 … 1000
 */
public record NoteLstm(
    int vocabulary,
    int sequenceLength,
    int layers,
    int units,
    int denseUnits,
    double dropout,
    Mode mode,
    Recurrent recurrent,
    int segmentLength)
    implements TrainableModel<int[]> {
  /** What an example is. */
  public enum Mode {
    WINDOW,
    SEQUENCE
  }

  /** Whose recurrent layer is used. */
  public enum Recurrent {
    /** {@link LstmVertex}. */
    OWN,
    /** DL4J's LSTM layer; for windows only. */
    DL4J
  }

  /** What a model archive calls it. */
  public static final String KIND = "note-lstm";

  /** Predictions whose most probable class was right. */
  public static final String TOP1 = "top1";

  /** Predictions whose class was among the five most probable. */
  public static final String TOP5 = "top5";

  /** The figures that are means over predictions, in the order in which reports give them. */
  public static final List<String> MEANS = List.of(NoteKind.NATS, TOP1, TOP5);

  private static final double LEARNING_RATE = 1e-3;

  static final String NOTES = "notes";
  static final String CARRY = "carry";
  static final String DENSE = "dense";
  static final String OUTPUT = "output";

  public NoteLstm {
    checkRange("vocabulary", vocabulary, 2, 32_767);
    checkRange("sequenceLength", sequenceLength, 1, 1000);
    checkRange("layers", layers, 1, 2);
    checkRange("units", units, 1, 4096);
    checkRange("denseUnits", denseUnits, 1, 4096);
    checkRange("segmentLength", segmentLength, 1, 1000);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout is %s, not in 0 until 1.".formatted(dropout));
    }
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(recurrent, "recurrent");
    if (mode == Mode.SEQUENCE && recurrent == Recurrent.DL4J) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "DL4J's LSTM layer learns from windows only; for whole sequences use the own one.");
    }
  }

  private static void checkRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, not in %d … %d.".formatted(name, value, least, most));
    }
  }

  /** Windows of 20 notes, one LSTM of 256, dense 256, dropout 0.3. */
  public static NoteLstm ofVocabulary(int vocabulary) {
    return new NoteLstm(vocabulary, 20, 1, 256, 256, 0.3, Mode.WINDOW, Recurrent.OWN, 50);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Classes of an example, or of a whole line, before the first that is predicted. */
  public int lead() {
    return mode == Mode.SEQUENCE ? 1 : sequenceLength;
  }

  @Override
  public long parameters() {
    long lstms =
        LstmVertex.parameters(vocabulary, units)
            + (layers - 1) * LstmVertex.parameters(units, units);
    return lstms + (units + 1L) * denseUnits + (denseUnits + 1L) * vocabulary;
  }

  @Override
  public Optimizer optimizer() {
    return Optimizer.constant(LEARNING_RATE);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    GraphBuilder graph =
        VertexGraph.xavier(configuration)
            .addInputs(mode == Mode.WINDOW ? List.of(NOTES) : List.of(NOTES, CARRY));
    String last = recurrent == Recurrent.OWN ? addOwnLstms(graph) : addDl4jLstms(graph);
    DenseLayer dense =
        new DenseLayer.Builder().nIn(units).nOut(denseUnits).activation(Activation.RELU).build();
    OutputLayer output =
        new OutputLayer.Builder(new ClassLoss())
            .nIn(denseUnits)
            .nOut(vocabulary)
            .activation(Activation.SOFTMAX)
            .build();
    graph.addLayer(DENSE, dense, last);
    String before = addDropout(graph, "dropout", DENSE);
    graph.addLayer(OUTPUT, output, before).setOutputs(OUTPUT);
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    return network;
  }

  private String addOwnLstms(GraphBuilder graph) {
    LstmVertex.Start start =
        mode == Mode.WINDOW ? LstmVertex.Start.ZEROS : LstmVertex.Start.CARRIED;
    LstmVertex.Output top = mode == Mode.WINDOW ? LstmVertex.Output.LAST : LstmVertex.Output.ROWS;
    addOwnLstm(
        graph,
        "lstm1",
        new LstmVertex(
            vocabulary,
            units,
            LstmVertex.Input.CLASSES,
            start,
            layers == 1 ? top : LstmVertex.Output.SEQUENCE),
        NOTES);
    if (layers == 1) {
      return "lstm1";
    }
    String between = addDropout(graph, "dropout1", "lstm1");
    addOwnLstm(
        graph, "lstm2", new LstmVertex(units, units, LstmVertex.Input.VALUES, start, top), between);
    return "lstm2";
  }

  private void addOwnLstm(GraphBuilder graph, String name, LstmVertex lstm, String input) {
    if (mode == Mode.WINDOW) {
      graph.addVertex(name, lstm, input);
    } else {
      graph.addVertex(name, lstm, input, CARRY);
    }
  }

  /** A layer of its own: within the next one, DL4J would draw once more for the reported score. */
  private String addDropout(GraphBuilder graph, String name, String input) {
    if (dropout == 0) {
      return input;
    }
    graph.addLayer(name, new DropoutLayer.Builder(1 - dropout).build(), input);
    return name;
  }

  private String addDl4jLstms(GraphBuilder graph) {
    graph.addLayer("lstm1", dl4jLstm(vocabulary), NOTES);
    String top = "lstm1";
    if (layers == 2) {
      graph.addLayer("lstm2", dl4jLstm(units), addDropout(graph, "dropout1", "lstm1"));
      top = "lstm2";
    }
    graph.addVertex("last", new LastTimeStepVertex(NOTES), top);
    return "last";
  }

  private LSTM dl4jLstm(int in) {
    return new LSTM.Builder()
        .nIn(in)
        .nOut(units)
        .activation(Activation.TANH)
        .dataFormat(RNNFormat.NCW)
        .build();
  }

  /** In mode sequence a batch has as many parts as its longest piece has segments. */
  @Override
  public boolean hasOnePart() {
    return mode == Mode.WINDOW;
  }

  /**
   * @throws IllegalArgumentException where an example has not this mode's length
   */
  @Override
  public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    return NoteArrays.of(this, examples);
  }

  /**
   * Cross-entropies in exact log-probabilities, not cut off at small ones. Where classes are
   * equally probable, the lower one goes first.
   *
   * @return a prediction for each window, or for each note of a piece but the first; {@link #TOP1}
   *     and {@link #TOP5} beside the loss
   */
  @Override
  public long predictions(MultiDataSet part) {
    return NoteArrays.predictions(part.getLabels(0));
  }

  @Override
  public PredictionSums score(ComputationGraph network, List<int[]> examples) {
    return scores(network, examples).sum();
  }

  /** The same of each example: a window, or a piece. */
  public ExampleScores scores(ComputationGraph network, List<int[]> examples) {
    return NoteScore.of(this, network, examples);
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    return figures;
  }
}
