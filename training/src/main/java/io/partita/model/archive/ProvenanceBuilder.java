package io.partita.model.archive;

import io.partita.split.Split;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Where a model comes from, by the names of {@link ModelCard.Provenance}. Unless a run says
 * otherwise it trains on the split train and validates on validation, in the JVM, with no example,
 * nothing left out and no options.
 */
public final class ProvenanceBuilder {
  private String command;
  private String version;
  private String runId;
  private String lake;
  private String dataset;
  private String datasetRun;
  private String trainSplit = Split.TRAIN.label();
  private String validationSplit = Split.VALIDATION.label();
  private long examples;
  private long validationExamples;
  private Map<String, Long> leftOut = Map.of();
  private Map<String, Object> options = Map.of();
  private Map<String, Object> otherOptions = Map.of();
  private String backend = "the JVM";
  private String sparkMaster;
  private Instant startedAt;
  private ModelCard.LearntFiles learnt;

  public ProvenanceBuilder command(String name) {
    command = name;
    return this;
  }

  /** Sets the version of Partita. */
  public ProvenanceBuilder version(String number) {
    version = number;
    return this;
  }

  public ProvenanceBuilder runId(String id) {
    runId = id;
    return this;
  }

  /** Sets the folder of the lake as the user gave it. */
  public ProvenanceBuilder lake(String folder) {
    lake = folder;
    return this;
  }

  public ProvenanceBuilder dataset(String name) {
    dataset = name;
    return this;
  }

  /** Sets the id of the run that made the data set. */
  public ProvenanceBuilder datasetRun(String id) {
    datasetRun = id;
    return this;
  }

  public ProvenanceBuilder trainSplit(String split) {
    trainSplit = split;
    return this;
  }

  public ProvenanceBuilder validationSplit(String split) {
    validationSplit = split;
    return this;
  }

  /** Sets the number of examples to train on. */
  public ProvenanceBuilder examples(long count) {
    examples = count;
    return this;
  }

  public ProvenanceBuilder validationExamples(long count) {
    validationExamples = count;
    return this;
  }

  /** Sets counts of what gave no example, by reason. */
  public ProvenanceBuilder leftOut(Map<String, Long> byReason) {
    leftOut = byReason;
    return this;
  }

  /** Sets the options that decide the weights. */
  public ProvenanceBuilder options(Map<String, Object> decisive) {
    options = decisive;
    return this;
  }

  public ProvenanceBuilder otherOptions(Map<String, Object> others) {
    otherOptions = others;
    return this;
  }

  public ProvenanceBuilder backend(String name) {
    backend = name;
    return this;
  }

  public ProvenanceBuilder sparkMaster(String url) {
    sparkMaster = url;
    return this;
  }

  public ProvenanceBuilder startedAt(Instant time) {
    startedAt = time;
    return this;
  }

  /** Sets the files that gave examples; null where they are not known. */
  public ProvenanceBuilder learnt(ModelCard.LearntFiles files) {
    learnt = files;
    return this;
  }

  /**
   * @throws NullPointerException where command, version, run, lake, data set and its run, Spark's
   *     master or the time is missing
   */
  public ModelCard.Provenance build() {
    return new ModelCard.Provenance(
        Objects.requireNonNull(command, "command"),
        Objects.requireNonNull(version, "version"),
        Objects.requireNonNull(runId, "runId"),
        Objects.requireNonNull(lake, "lake"),
        Objects.requireNonNull(dataset, "dataset"),
        Objects.requireNonNull(datasetRun, "datasetRun"),
        trainSplit,
        validationSplit,
        examples,
        validationExamples,
        leftOut,
        options,
        otherOptions,
        backend,
        Objects.requireNonNull(sparkMaster, "sparkMaster"),
        Objects.requireNonNull(startedAt, "startedAt").toString(),
        learnt);
  }
}
