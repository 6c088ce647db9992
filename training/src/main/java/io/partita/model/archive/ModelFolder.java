package io.partita.model.archive;

import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.UserException;
import io.partita.lake.WriterLock;
import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.DamagedArchiveException;
import io.partita.lake.file.PlainFiles;
import io.partita.model.TrainableModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model archive: a folder, local or on HDFS.
 *
 * <pre>
 *   model.json                  the card, with a hash of itself
 *   network-1400-3f2a90c1.zip   weights and updater state as DL4J writes them; the card names the
 *                               last one, and the best one and an average where they are kept
 *   network-1400-3f2a90c1.npz   in its place: weights as float16, to use and not to train on
 *   learnt-9c41d07e.bin         hashes of the files that it learnt from, 8 bytes each; the card
 *                               names it
 *   metrics.jsonl               a line for each metric
 *   events.out.tfevents.partita the same as TensorBoard reads it, if that was asked for
 *   curves.png, curves.svg      loss over iterations
 *   epochs/epoch-001.png …      what it made after an epoch, where its kind draws that
 *   epochs.png                  the same as one picture
 *   evaluation.json             what evaluate found, beside a published model
 *   test.json                   the same on the test split, likewise
 *   check.json                  the last verdict of model check --gate
 *   published.json              from where and when, beside a published model
 *   prior.json                  density of what it encodes, where model fit-prior has fitted one
 * </pre>
 *
 * <p>Every file is written under another name and renamed into place, the card last: a process
 * killed at any moment leaves the archive of the last checkpoint.
 *
 * <p>An archive may come from anybody: it is data, and what is read of it are texts and numbers
 * within bounds, from plain files of this folder. Whatever else it holds is damage.
 */
public final class ModelFolder {
  static final String METRICS = "metrics.jsonl";

  /** What {@code model evaluate} found out about the model. */
  public static final String EVALUATION = "evaluation.json";

  /** The same on the test split, reported once. */
  public static final String TEST = "test.json";

  /** What {@code model check --gate} said of it last. */
  public static final String CHECK = "check.json";

  /** The seed of a generation that shows what its network can do. */
  public static final String EXAMPLE = "example.json";

  /** Where a published model came from. */
  public static final String PUBLISHED = "published.json";

  /** The principal components of a model's z. */
  public static final String COMPONENTS = "components.json";

  private static final String LEARNT = "learnt-";

  /** Metrics of some 300,000 rounds. */
  private static final int MAX_BYTES_BESIDE = 128 << 20;

  /** Of a prior of ten components of 512 numbers, twice; as JSON it takes 30 times the memory. */
  private static final int MAX_SMALL_BYTES = 32 << 20;

  private final String name;
  private final Path root;
  private final FileSystem fs;

  private ModelFolder(String name, Path root, FileSystem fs) {
    this.name = name;
    this.root = root;
    this.fs = fs;
  }

  /**
   * The folder of that name, there or not; {@code builtin:NAME} is a {@link BuiltinModel}.
   *
   * @throws UserException when it is no path, or no such model comes with Partita
   */
  public static ModelFolder at(String folder, Configuration conf) throws IOException {
    Path path;
    try {
      path =
          BuiltinModel.isNamed(folder)
              ? new Path("file", null, BuiltinModel.of(folder).unpacked().toString())
              : new Path(folder);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          Mistake.BAD_PATH, "Model '" + folder + "' is not a path: " + e.getMessage() + ".", e);
    }
    FileSystem fs = PlainFiles.of(path, conf);
    return new ModelFolder(folder, fs.makeQualified(path), fs);
  }

  /** Whether there is a model, be it of the first checkpoint only. */
  public boolean exists() throws IOException {
    return fs.exists(new Path(root, CardFile.NAME));
  }

  /**
   * @throws UserException when there is a model already
   */
  public void requireNone() throws IOException {
    requireNone(
        "go on with --resume, put another in its place with --replace, or give another --model");
  }

  /**
   * @param advice what the command can do about a model that is there
   * @throws UserException when there is a model already
   */
  public void requireNone(String advice) throws IOException {
    requireWritable();
    if (exists()) {
      throw new UserException(
          Mistake.OCCUPIED, "There is a model in " + name + " already: " + advice + ".");
    }
  }

  /**
   * @throws UserException when it is a model that comes with Partita
   */
  public void requireWritable() {
    if (BuiltinModel.isNamed(name)) {
      throw new UserException(
          Mistake.NO_ACCESS,
          "Model "
              + name
              + " comes with Partita and is only read: give another folder to write to.");
    }
  }

  /**
   * Takes the lock of the folder, which is made if need be, or says who has it.
   *
   * @throws UserException when it is a model that comes with Partita
   * @throws IOException when another run holds it: worth a retry later
   */
  public WriterLock lock(String command) throws IOException {
    requireWritable();
    return WriterLock.ofFolder(fs, root, "this model", command);
  }

  public String name() {
    return name;
  }

  /** Its whole path, on a disk of this machine without a scheme. */
  public String location() {
    return root.toUri().getScheme().equals("file") ? root.toUri().getPath() : root.toString();
  }

  /** The last part of its path, as {@code bach}. */
  public String lastName() {
    return root.getName();
  }

  /** Where its files are stored; of a built-in model where it was unpacked. */
  public Path path() {
    return root;
  }

  /** Whether both are one folder, whatever its names. */
  public boolean isSameAs(ModelFolder other) {
    return root.equals(other.root);
  }

  /** A model archive inside this one, there or not. */
  ModelFolder below(String folder) {
    return new ModelFolder(name + "/" + folder, new Path(root, folder), fs);
  }

  public Path file(String file) {
    return new Path(root, file);
  }

  /**
   * The card: checked against its own hash, complete, every field in its range.
   *
   * @throws UserException if absent, it is damaged, or another version wrote it
   */
  public ModelCard card() throws IOException {
    return checked(
        () -> {
          byte[] bytes =
              file(CardFile.NAME, (int) CardFile.MAX_BYTES)
                  .orElseThrow(
                      () ->
                          new UserException(
                              Mistake.NO_SUCH_MODEL,
                              "There is no model in %s: it has no %s. Train one with a train command."
                                  .formatted(name, CardFile.NAME)));
          return CardFile.read(name, bytes);
        });
  }

  /** What is made of a card and the files that it names. */
  public interface CardReader<T> {
    T read(ModelCard card) throws IOException;
  }

  /**
   * Reads the card and files that it names, all of one version: where another version is published
   * meanwhile and takes the files away, of that one.
   *
   * @throws UserException when there is no model, it is damaged, or another version wrote it
   */
  public <T> T read(CardReader<T> reader) throws IOException {
    ModelCard card = card();
    while (true) {
      try {
        return reader.read(card);
      } catch (UserException e) {
        ModelCard now = card();
        if (now.networks().equals(card.networks())) {
          throw e;
        }
        card = now;
      }
    }
  }

  /**
   * The numbers of a network, its file checked against the card.
   *
   * @param named by the card
   * @param parameters that a model of the card's config has
   * @param withUpdater with Adam's state, to go on training
   * @throws UserException when the file is missing, damaged, has numbers that are not finite, or
   *     fits no such model
   */
  public NetworkWeights weights(ModelCard.NetworkFile named, long parameters, boolean withUpdater)
      throws IOException {
    return checked(
        () -> {
          if (named.parameters() != parameters) {
            throw new DamagedArchiveException(
                String.format(
                    Locale.ROOT,
                    "%s says %,d parameters, and its config makes %,d",
                    CardFile.NAME,
                    named.parameters(),
                    parameters));
          }
          if (named.name().endsWith(NumbersFile.ENDING)) {
            return NumbersFile.read(whole(named.name()), named, withUpdater);
          }
          if (named.isHalf()) {
            return Float16Weights.read(name, whole(named.name()), named, withUpdater);
          }
          return NetworkArchive.read(whole(named.name()), named, withUpdater);
        });
  }

  /** The same for a network that a model describes. */
  public NetworkWeights weights(
      ModelCard.NetworkFile named, TrainableModel<?> model, boolean withUpdater)
      throws IOException {
    return weights(named, model.parameters(), withUpdater);
  }

  /**
   * Reads the files of a card's networks for their hashes alone.
   *
   * @throws UserException when one is missing or damaged
   */
  public void verify(ModelCard card) throws IOException {
    for (ModelCard.NetworkFile network : card.networks()) {
      copy(network, OutputStream.nullOutputStream());
    }
  }

  private void copy(ModelCard.NetworkFile network, OutputStream out) throws IOException {
    checked(
        () -> {
          NetworkArchive.copy(whole(network.name()), network, out);
          return network;
        });
  }

  /** Turns damage into the user's one line; meanwhile no Java object is read. */
  private <T> T checked(ObjectStreams.Reading<T> reading) throws IOException {
    try {
      return ObjectStreams.refused(reading);
    } catch (DamagedArchiveException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  /**
   * Makes the model of another archive this one's live version: its networks first, then what is
   * beside them, the card last. A reader finds the old model or the new one at any moment, as other
   * networks stay.
   *
   * @param beside files by name, see {@link FilesBeside}; others of them are deleted here
   * @throws UserException when the other archive is damaged
   */
  void install(ModelFolder from, ModelCard card, Map<String, byte[]> beside) throws IOException {
    fs.mkdirs(root);
    for (ModelCard.NetworkFile network : card.networks()) {
      AtomicFile temporary = whole("_network.tmp");
      try (OutputStream out = temporary.create()) {
        from.copy(network, out);
      }
      whole(network.name()).takeFrom(temporary.path());
    }
    ModelCard.LearntFiles learnt = card.provenance().learnt();
    if (learnt != null) {
      write(learnt.name(), from.bytes(learnt));
    }
    new FilesBeside(this).install(beside);
    save(card);
  }

  /**
   * Deletes the networks and the hashes of training files that none of the cards names, and what
   * killed runs had begun.
   */
  void deleteNetworksBut(ModelCard... cards) throws IOException {
    Stream<String> networks =
        Stream.of(cards).flatMap(card -> card.networks().stream()).map(ModelCard.NetworkFile::name);
    Stream<String> learnt =
        Stream.of(cards)
            .map(card -> card.provenance().learnt())
            .filter(Objects::nonNull)
            .map(ModelCard.LearntFiles::name);
    List<String> kept = Stream.concat(networks, learnt).toList();
    for (FileStatus file : fs.listStatus(root)) {
      String found = file.getPath().getName();
      boolean isBegun = found.startsWith("_network") && found.endsWith(".tmp");
      boolean isVersioned = found.startsWith("network-") || found.startsWith(LEARNT);
      boolean isUnnamed = isVersioned && !kept.contains(found);
      if ((isBegun || isUnnamed) && !file.isDirectory()) {
        fs.delete(file.getPath(), false);
      }
    }
  }

  /** Deletes the archive, its card first: it is a model no more when its files begin to go. */
  void delete() throws IOException {
    if (fs.exists(root)) {
      delete(CardFile.NAME);
      fs.delete(root, true);
    }
  }

  /** Deletes a file of the archive, where it is there. */
  void delete(String file) throws IOException {
    Path path = new Path(root, file);
    if (fs.exists(path)) {
      fs.delete(path, false);
    }
  }

  /**
   * Makes a network and its state the archive's live version, without any other network.
   *
   * @return the card as it was written
   */
  public ModelCard save(ModelCard card, ModelCard.State state, ComputationGraph network)
      throws IOException {
    ModelCard saved = card.at(state, add(state.iteration(), network));
    publish(saved);
    return saved;
  }

  /**
   * Writes the file of a network, which is none of the archive's until a card names it.
   *
   * @param iteration after which it has these weights
   */
  public ModelCard.NetworkFile add(long iteration, ComputationGraph network) throws IOException {
    fs.mkdirs(root);
    return new NewNetworkFile(this, iteration).of(network);
  }

  /**
   * Writes the file of a model's numbers that is no network, likewise.
   *
   * @param iteration after which it has them
   * @param numbers at least one, finite
   */
  public ModelCard.NetworkFile add(long iteration, float[] numbers) throws IOException {
    return new NewNetworkFile(this, iteration).of(numbers);
  }

  /**
   * Writes the hashes of the files that a model learnt from, which are none of the archive's until
   * a card names them.
   *
   * @param hash of their contents, as the card says it
   */
  public ModelCard.LearntFiles add(String hash, ContentHashes files) throws IOException {
    ModelCard.LearntFiles learnt = learnt(hash, files);
    write(learnt.name(), files.bytes());
    return learnt;
  }

  /** What a card says of the hashes of the files that a model learnt from; nothing is written. */
  public static ModelCard.LearntFiles learnt(String hash, ContentHashes files) {
    String sha256 = Sha256.of(files.bytes());
    return new ModelCard.LearntFiles(
        hash, files.size(), LEARNT + sha256.substring(0, 8) + ".bin", sha256);
  }

  /**
   * The hashes of the files that a card's model learnt from; nothing where an earlier version
   * trained it.
   *
   * @throws UserException when their file is missing or damaged
   */
  public Optional<ContentHashes> learnt(ModelCard card) throws IOException {
    ModelCard.LearntFiles learnt = card.provenance().learnt();
    if (learnt == null) {
      return Optional.empty();
    }
    byte[] bytes = bytes(learnt);
    return Optional.of(checked(() -> ContentHashes.read(bytes)));
  }

  /** The file of the hashes, checked against the card. */
  byte[] bytes(ModelCard.LearntFiles learnt) throws IOException {
    return checked(
        () -> {
          byte[] bytes =
              file(learnt.name(), MAX_BYTES_BESIDE)
                  .orElseThrow(() -> new DamagedArchiveException(learnt.name() + " is missing"));
          if (!Sha256.of(bytes).equals(learnt.sha256())
              || bytes.length != (long) learnt.files() * ContentHashes.BYTES) {
            throw new DamagedArchiveException(
                learnt.name() + " does not have the hash that " + CardFile.NAME + " says");
          }
          return bytes;
        });
  }

  /** Makes a card with files that are there the live version; networks it does not name go. */
  public void publish(ModelCard card) throws IOException {
    save(card);
    deleteNetworksBut(card);
  }

  /** Writes the card alone, for a state that has the same networks. */
  public void save(ModelCard card) throws IOException {
    write(CardFile.NAME, CardFile.bytes(card));
  }

  /** The metrics that were written; none where there is no file. */
  public List<Metric> metrics() throws IOException {
    return checked(() -> Metric.ofLines(file(METRICS, MAX_BYTES_BESIDE).orElse(new byte[0])));
  }

  /** Writes the metrics in the place of those that there were. */
  public void write(List<Metric> metrics) throws IOException {
    write(METRICS, Metric.lines(metrics));
  }

  /** Writes a small file of the archive, all of it or nothing. */
  public void write(String file, byte[] bytes) throws IOException {
    whole(file).write(bytes);
  }

  /**
   * The bytes of a small file of the archive, or nothing where it is missing.
   *
   * @throws UserException when it is no plain file, or too large
   */
  public Optional<byte[]> read(String file) throws IOException {
    return checked(() -> file(file, MAX_SMALL_BYTES));
  }

  private Optional<byte[]> file(String file, int maxBytes) throws IOException {
    return whole(file).readPlain(maxBytes);
  }

  AtomicFile whole(String file) {
    return new AtomicFile(fs, new Path(root, file));
  }

  /**
   * @throws UserException when this is a link to a folder somewhere else
   */
  void requireNoLink() {
    if (new AtomicFile(fs, root).isLink()) {
      throw damaged("it is a link", null);
    }
  }

  /**
   * The user's one line about an archive that nothing can be made of.
   *
   * @param how without a stop
   */
  public UserException damaged(String how, Exception cause) {
    return new UserException(
        Mistake.DAMAGED_MODEL,
        "Model " + name + " is damaged: " + how + ". Use a whole copy or train again.",
        cause);
  }
}
