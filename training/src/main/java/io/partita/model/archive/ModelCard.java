package io.partita.model.archive;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.StoredName;
import io.partita.model.ModelDescription;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a model archive says of its model, as {@code model.json}: enough to build the network again,
 * to go on training it, and to tell where it came from.
 *
 * @param format of the archive, {@link #FORMAT}
 * @param kind of model, as {@link io.partita.model.ModelKind#name()}
 * @param config its hyper-parameters
 * @param vocabulary meaning of each class, in their order: pitches of a note model; empty for
 *     models without one
 * @param prompts beginnings to generate from, in the examples' own form; may be empty
 * @param provenance of the model: what it was trained on and how
 * @param state of its training
 * @param network the file of the last weights, to go on from; null before the first checkpoint
 * @param average the file of their moving average; null where none is kept
 * @param best where validation was best; null where nothing was validated
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ModelCard(
    int format,
    String kind,
    JsonNode config,
    List<Integer> vocabulary,
    List<int[]> prompts,
    Provenance provenance,
    State state,
    NetworkFile network,
    NetworkFile average,
    Best best) {
  /**
   * Cards of format 1 have neither average nor best; those of 1 and 2 name no learnt files and call
   * every loss nats. They are read as of this one.
   */
  public static final int FORMAT = 3;

  /** The card of a model before its first checkpoint, which has no vocabulary and no prompts. */
  public static ModelCard begun(String kind, JsonNode config, Provenance provenance) {
    return begun(kind, config, List.of(), List.of(), provenance);
  }

  /** The card of a model before its first checkpoint. */
  public static ModelCard begun(
      String kind,
      JsonNode config,
      List<Integer> vocabulary,
      List<int[]> prompts,
      Provenance provenance) {
    return new ModelCard(
        FORMAT, kind, config, vocabulary, prompts, provenance, null, null, null, null);
  }

  /**
   * Where a model came from, which a {@link ProvenanceBuilder} makes.
   *
   * @param runId a hash of command, version, data set and the options that decide the weights
   * @param datasetRun the run that made the data set's live version: its fingerprint
   * @param examples trained on in an epoch at most
   * @param validationExamples 0 where nothing was held out
   * @param leftOut count of what gave no example in the data set, by reason
   * @param options those that decide the weights, by their names of {@link StoredName}, also where
   *     an earlier version kept them as the command line spells them; defaults included
   * @param otherOptions those that only decide how long it trains and what it is held against
   * @param backend what computed it, as {@code cpu}; of a training that went on on another device
   *     {@code cpu, then cuda, GPU 0 …}
   * @param learnt the files that gave examples to train on; null where an earlier version trained
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Provenance(
      String command,
      String version,
      String runId,
      String lake,
      String dataset,
      String datasetRun,
      String trainSplit,
      String validationSplit,
      long examples,
      long validationExamples,
      Map<String, Long> leftOut,
      Map<String, Object> options,
      Map<String, Object> otherOptions,
      String backend,
      String sparkMaster,
      String startedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) LearntFiles learnt) {
    public Provenance {
      options = options == null ? null : StoredName.ofKeys(options);
      otherOptions = otherOptions == null ? null : StoredName.ofKeys(otherOptions);
    }

    private Provenance then(String next) {
      return with(lake, backend.endsWith(next) ? backend : backend + ", then " + next);
    }

    /** The same, whose lake is only its name: the folders above it are the maker's own affair. */
    Provenance toGiveAway() {
      return with(lake.replaceFirst("/+$", "").replaceFirst(".*/", ""), backend);
    }

    private Provenance with(String lake, String backend) {
      return new Provenance(
          command,
          version,
          runId,
          lake,
          dataset,
          datasetRun,
          trainSplit,
          validationSplit,
          examples,
          validationExamples,
          leftOut,
          options,
          otherOptions,
          backend,
          sparkMaster,
          startedAt,
          learnt);
    }
  }

  /**
   * The file with the {@link ContentHashes} of the files that gave examples to train on.
   *
   * @param hash of their contents, one of {@link #HASHES}
   * @param files number of different contents
   * @param name of the file in the archive
   * @param sha256 of that file
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record LearntFiles(String hash, int files, String name, String sha256) {
    public static final String MD5 = "md5";
    public static final String SHA256 = "sha256";
    static final List<String> HASHES = List.of(MD5, SHA256);
  }

  /**
   * How far training is.
   *
   * @param epoch epochs that are finished
   * @param round rounds of the next epoch that are finished
   * @param updates of each worker in the next round that are made, where training stopped inside
   *     it; else null
   * @param iteration updates that each worker has made
   * @param examples trained on, by all workers
   * @param seconds of training, in all runs that were resumed
   * @param firstLoss of the first update, before anything was learnt, in the unit of the kind; null
   *     until then
   * @param outcome {@link #TRAINING}, {@link #DONE}, or why training stopped
   * @param metric the last one; null before the first round
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record State(
      int epoch,
      int round,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer updates,
      long iteration,
      long examples,
      double seconds,
      @JsonAlias("first_loss_nats") Double firstLoss,
      String outcome,
      Metric metric) {
    public static final String TRAINING = "training";
    public static final String DONE = "done";
    public static final String LOST = "diverged";

    /** Before the first round. */
    public static final State BEGINNING = new State(0, 0, null, 0, 0, 0, null, TRAINING, null);

    /**
     * The place of a metric.
     *
     * @param epoch epochs that are finished
     * @param round rounds of the next epoch that are finished
     * @param updates of each worker in the next round that are made
     */
    public static State at(
        Metric metric, int epoch, int round, int updates, double firstLoss, String outcome) {
      return new State(
          epoch,
          round,
          updates == 0 ? null : updates,
          metric.iteration(),
          metric.examples(),
          metric.seconds(),
          firstLoss,
          outcome,
          metric);
    }

    /** Updates of each worker in the next round that are made, 0 where it has not begun. */
    @JsonIgnore
    public int madeInRound() {
      return updates == null ? 0 : updates;
    }

    /** Whether training was given up because its loss was lost. */
    @JsonIgnore
    public boolean isLost() {
      return outcome.startsWith(LOST);
    }

    /** The same place, where training stopped for a reason. */
    public State stopped(String why) {
      return new State(epoch, round, updates, iteration, examples, seconds, firstLoss, why, metric);
    }
  }

  /**
   * The file of the weights, in DL4J's own format or as float16.
   *
   * @param parameters number of trainable numbers
   * @param parametersSha256 over the parameters as big-endian floats in DL4J's order: equal for
   *     equal weights, whatever else the file holds
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record NetworkFile(
      String name, long bytes, String sha256, long parameters, String parametersSha256) {
    /** Whether its weights are float16, without any updater state. */
    @JsonIgnore
    public boolean isHalf() {
      return name.endsWith(Float16Weights.ENDING);
    }
  }

  /**
   * The validation that was better than any other.
   *
   * @param iteration after which it was
   * @param epoch after which it was, with its fraction
   * @param figure that tells better from worse, one of the kind's measures
   * @param value of the figure; finite
   * @param network the file of the weights that were validated; null where only the last ones are
   *     kept
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Best(
      long iteration, double epoch, String figure, double value, NetworkFile network) {
    /** The same without its weights. */
    public Best withoutNetwork() {
      return with(null);
    }

    Best with(NetworkFile weights) {
      return new Best(iteration, epoch, figure, value, weights);
    }
  }

  /**
   * The network that is the model to everyone who uses it: the best one, else the average, else the
   * last one.
   */
  public NetworkFile used() {
    if (isBestUsed()) {
      return best.network();
    }
    return average == null ? network : average;
  }

  /** The iteration after which the network that is used had its weights. */
  public long usedIteration() {
    return isBestUsed() ? best.iteration() : state.iteration();
  }

  private boolean isBestUsed() {
    return best != null && best.network() != null;
  }

  /** All files of weights that it names, each once. */
  public List<NetworkFile> networks() {
    return Stream.of(network, average, best == null ? null : best.network())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /**
   * The card of the same model with the network that is used in another file, and no other, and the
   * lake's name without the folders above it.
   */
  ModelCard packed(NetworkFile usedNow) {
    boolean isBest = isBestUsed();
    return new ModelCard(
        FORMAT,
        kind,
        config,
        vocabulary,
        prompts,
        provenance.toGiveAway(),
        state,
        usedNow,
        isBest || average == null ? null : usedNow,
        isBest ? best.with(usedNow) : best);
  }

  /** The card of the same model when a device goes on with its training, maybe another one. */
  public ModelCard resumedBy(String backend) {
    return new ModelCard(
        format,
        kind,
        config,
        vocabulary,
        prompts,
        provenance.then(backend),
        state,
        network,
        average,
        best);
  }

  /** The card of a model with the same weights and other hyper-parameters. */
  public ModelCard withConfig(JsonNode other) {
    return new ModelCard(
        format, kind, other, vocabulary, prompts, provenance, state, network, average, best);
  }

  /** What of it the model's kind can tell the meaning of. */
  public ModelDescription description() {
    return new ModelDescription(config, vocabulary, prompts, provenance.options());
  }

  /** Whether cards hold the same where they hold one or the other. */
  public static boolean isEqual(Object one, Object other) throws IOException {
    return CardFile.asRead(one).equals(CardFile.asRead(other));
  }

  /** Whether both describe one network, whatever its weights. */
  public boolean isOfTheSameModelAs(ModelCard other) throws IOException {
    return kind.equals(other.kind)
        && isEqual(config, other.config)
        && isEqual(vocabulary, other.vocabulary)
        && isEqual(prompts, other.prompts);
  }

  /** The card of the same model at a later state, with that one's network and no other. */
  public ModelCard at(State reached, NetworkFile file) {
    return at(reached, file, null, null);
  }

  /** Likewise with what else is kept. */
  public ModelCard at(State reached, NetworkFile last, NetworkFile averaged, Best chosen) {
    return new ModelCard(
        FORMAT, kind, config, vocabulary, prompts, provenance, reached, last, averaged, chosen);
  }
}
