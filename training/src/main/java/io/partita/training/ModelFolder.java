package io.partita.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.UserException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model archive: a folder, local or on HDFS.
 *
 * <pre>
 *   model.json                  the card, with a hash of itself
 *   network-1400-3f2a90c1.zip   weights and updater state as DL4J writes them; the card names it
 *   metrics.jsonl               a line for each metric
 *   curves.png, curves.svg      loss over iterations
 *   evaluation.json             what evaluate found, beside a published model
 *   published.json              from where and when, beside a published model
 * </pre>
 *
 * <p>Every file is written under another name and renamed into place, the card last: a process
 * killed at any moment leaves the archive of the last checkpoint.
 */
public final class ModelFolder {
  private static final String CARD = "model.json";
  private static final String METRICS = "metrics.jsonl";

  /** What {@code evaluate} found out about the model. */
  public static final String EVALUATION = "evaluation.json";

  /** Where a published model came from. */
  public static final String PUBLISHED = "published.json";

  private static final List<String> BESIDE =
      List.of(METRICS, "curves.png", "curves.svg", EVALUATION, PUBLISHED);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final String name;
  private final Path root;
  private final FileSystem fs;

  private ModelFolder(String name, Path root, FileSystem fs) {
    this.name = name;
    this.root = root;
    this.fs = fs;
  }

  /** The folder of that name, there or not. */
  public static ModelFolder at(String folder, Configuration conf) throws IOException {
    Path path;
    try {
      path = new Path(folder);
    } catch (IllegalArgumentException e) {
      throw new UserException("Model '" + folder + "' is not a path: " + e.getMessage() + ".", e);
    }
    FileSystem fs = path.getFileSystem(conf);
    fs.setWriteChecksum(false);
    return new ModelFolder(folder, fs.makeQualified(path), fs);
  }

  /** Whether there is a model, be it of the first checkpoint only. */
  public boolean exists() throws IOException {
    return fs.exists(new Path(root, CARD));
  }

  /**
   * @throws UserException when there is a model already
   */
  public void requireNone() throws IOException {
    if (exists()) {
      throw new UserException(
          "There is a model in "
              + name
              + " already: go on with --resume, put another in its place with --replace, or give"
              + " another --model.");
    }
  }

  public String name() {
    return name;
  }

  /** The last part of its path, as {@code bach}. */
  public String lastName() {
    return root.getName();
  }

  /** A model archive inside this one, there or not. */
  ModelFolder below(String folder) {
    return new ModelFolder(name + "/" + folder, new Path(root, folder), fs);
  }

  public Path file(String file) {
    return new Path(root, file);
  }

  /**
   * The card, checked against its own hash.
   *
   * @throws UserException when there is none, it is damaged, or another version wrote it
   */
  public ModelCard card() throws IOException {
    JsonNode read;
    try (InputStream in = fs.open(new Path(root, CARD))) {
      read = JSON.readTree(in);
    } catch (FileNotFoundException e) {
      throw new UserException(
          "There is no model in "
              + name
              + ": it has no "
              + CARD
              + ". Train one with a train command.",
          e);
    } catch (JsonProcessingException e) {
      throw damaged(CARD + " is not JSON", e);
    }
    JsonNode card = read.path("card");
    int format = card.path("format").asInt(0);
    if (format > ModelCard.FORMAT) {
      throw new UserException(
          "Model "
              + name
              + " has format "
              + format
              + ", and this Partita reads "
              + ModelCard.FORMAT
              + ": use the newer version that wrote it.");
    }
    if (!read.path("sha256").asText().equals(sha256(JSON.writeValueAsBytes(card)))) {
      throw damaged(CARD + " does not have the hash that it says", null);
    }
    try {
      return JSON.treeToValue(card, ModelCard.class);
    } catch (JsonProcessingException e) {
      throw damaged(CARD + " is not a model's card", e);
    }
  }

  /**
   * The network of a card, its file checked against the card's hash.
   *
   * @param withUpdater with Adam's state, to go on training
   * @throws UserException when the file is missing or damaged
   */
  public ComputationGraph network(ModelCard card, boolean withUpdater) throws IOException {
    ModelCard.NetworkFile file = card.network();
    byte[] bytes;
    try (InputStream in = fs.open(new Path(root, file.name()))) {
      bytes = in.readAllBytes();
    } catch (FileNotFoundException e) {
      throw damaged(file.name() + " is missing", e);
    }
    if (!sha256(bytes).equals(file.sha256())) {
      throw wrongHash(file);
    }
    return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bytes), withUpdater);
  }

  /**
   * Reads the file of a card's network for its hash alone.
   *
   * @throws UserException when the file is missing or damaged
   */
  public void verify(ModelCard card) throws IOException {
    copyNetwork(card, OutputStream.nullOutputStream());
  }

  private void copyNetwork(ModelCard card, OutputStream out) throws IOException {
    ModelCard.NetworkFile file = card.network();
    MessageDigest sha256 = sha256();
    try (InputStream in = fs.open(new Path(root, file.name()))) {
      in.transferTo(new DigestOutputStream(out, sha256));
    } catch (FileNotFoundException e) {
      throw damaged(file.name() + " is missing", e);
    }
    if (!HexFormat.of().formatHex(sha256.digest()).equals(file.sha256())) {
      throw wrongHash(file);
    }
  }

  /**
   * Makes the model of another archive this one's live version: its network first, then what is
   * beside it, the card last. A reader finds the old model or the new one at any moment, as other
   * networks stay.
   *
   * @param beside files by name, see {@link #beside()}; others of them are deleted here
   * @throws UserException when the other archive is damaged
   */
  void install(ModelFolder from, ModelCard card, Map<String, byte[]> beside) throws IOException {
    fs.mkdirs(root);
    Path temporary = new Path(root, "_network.tmp");
    try (OutputStream out = fs.create(temporary, true)) {
      from.copyNetwork(card, out);
    }
    rename(temporary, card.network().name());
    installBeside(beside);
    save(card);
  }

  /** Makes some files the only ones beside card and network. */
  void installBeside(Map<String, byte[]> beside) throws IOException {
    for (String file : BESIDE) {
      if (beside.containsKey(file)) {
        write(file, beside.get(file));
      } else {
        delete(file);
      }
    }
  }

  /** What there is beside card and network, by name. */
  public Map<String, byte[]> beside() throws IOException {
    Map<String, byte[]> beside = new TreeMap<>();
    for (String file : BESIDE) {
      read(file).ifPresent(bytes -> beside.put(file, bytes));
    }
    return beside;
  }

  /** Deletes the networks that none of the cards names. */
  void deleteNetworksBut(ModelCard... cards) throws IOException {
    List<String> kept = Stream.of(cards).map(card -> card.network().name()).toList();
    for (FileStatus file : fs.listStatus(root)) {
      String found = file.getPath().getName();
      if (found.startsWith("network-") && !kept.contains(found)) {
        fs.delete(file.getPath(), false);
      }
    }
  }

  /** Deletes the archive, its card first: it is a model no more when its files begin to go. */
  void delete() throws IOException {
    if (fs.exists(root)) {
      delete(CARD);
      fs.delete(root, true);
    }
  }

  private void delete(String file) throws IOException {
    Path path = new Path(root, file);
    if (fs.exists(path)) {
      fs.delete(path, false);
    }
  }

  /**
   * Makes a network and its state the archive's live version.
   *
   * @return the card as it was written
   */
  public ModelCard save(ModelCard card, ModelCard.State state, ComputationGraph network)
      throws IOException {
    fs.mkdirs(root);
    Path temporary = new Path(root, "_network.tmp");
    MessageDigest sha256 = sha256();
    try (OutputStream out = new DigestOutputStream(fs.create(temporary, true), sha256)) {
      ModelSerializer.writeModel(network, out, true);
    }
    String hash = HexFormat.of().formatHex(sha256.digest());
    String file = "network-" + state.iteration() + "-" + hash.substring(0, 8) + ".zip";
    INDArray parameters = network.params();
    ModelCard saved =
        card.at(
            state,
            new ModelCard.NetworkFile(
                file,
                fs.getFileStatus(temporary).getLen(),
                hash,
                parameters.length(),
                parametersSha256(parameters)));
    rename(temporary, file);
    save(saved);
    deleteNetworksBut(saved);
    return saved;
  }

  /** Writes the card alone, for a state that has the same network. */
  void save(ModelCard card) throws IOException {
    ObjectNode file = JSON.createObjectNode();
    // As it will be read: a float's digits must not depend on the way it took.
    JsonNode node = JSON.readTree(JSON.writeValueAsBytes(card));
    file.put("sha256", sha256(JSON.writeValueAsBytes(node)));
    file.set("card", node);
    write(CARD, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file));
  }

  /** The metrics that were written; none where there is no file. */
  public List<Metric> metrics() throws IOException {
    List<Metric> metrics = new ArrayList<>();
    try (InputStream in = fs.open(new Path(root, METRICS))) {
      String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : lines.lines().toList()) {
        metrics.add(JSON.readValue(line, Metric.class));
      }
    } catch (FileNotFoundException e) {
      return metrics;
    } catch (JsonProcessingException e) {
      throw damaged(METRICS + " is not a metric a line", e);
    }
    return metrics;
  }

  void write(List<Metric> metrics) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Metric metric : metrics) {
      lines.append(JSON.writeValueAsString(metric)).append('\n');
    }
    write(METRICS, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a small file of the archive, all of it or nothing. */
  public void write(String file, byte[] bytes) throws IOException {
    new WholeFile(fs, new Path(root, file)).write(bytes);
  }

  /** The bytes of a small file of the archive, or nothing where it is missing. */
  public Optional<byte[]> read(String file) throws IOException {
    return new WholeFile(fs, new Path(root, file)).read();
  }

  private void rename(Path complete, String file) throws IOException {
    new WholeFile(fs, new Path(root, file)).takeFrom(complete);
  }

  private UserException wrongHash(ModelCard.NetworkFile file) {
    return damaged(file.name() + " does not have the hash that " + CARD + " says", null);
  }

  private UserException damaged(String how, Exception cause) {
    return new UserException(
        "Model " + name + " is damaged: " + how + ". Use a whole copy or train again.", cause);
  }

  private static String parametersSha256(INDArray parameters) {
    float[] numbers = parameters.toFloatVector();
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    return sha256(bytes.array());
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
