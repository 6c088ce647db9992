package io.partita.model.audio;

import io.partita.Mistake;
import io.partita.Sha256;
import io.partita.StoredName;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.train.TrainedModel;
import io.partita.split.PublishedSplits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Splits that are read from files, in the place of the data set's own. */
public final class SplitFileOption {
  static final String NAME = "--split-file";
  private static final String SHA256 = "--split-file-sha256";
  private static final int MAX_BYTES = 64 << 20;
  private static final Pattern LIST = Pattern.compile("(train|validation|test)=(.+)");

  @Option(
      names = NAME,
      paramLabel = "FILE|SPLIT=FILE,…",
      description =
          "Splits from files: lines path,split, or lists train=a.txt,validation=b.txt,test=c.txt.")
  private String files;

  @Option(
      names = SHA256,
      paramLabel = "HEX",
      description = "Expected SHA-256 of the split files, one after the other.")
  private String sha256;

  /** The option as a model was trained with it. */
  public static SplitFileOption of(TrainedModel<?> model) {
    Map<String, Object> options = model.card().provenance().options();
    SplitFileOption option = new SplitFileOption();
    option.files = (String) options.get(StoredName.of(NAME));
    option.sha256 = (String) options.get(StoredName.of(SHA256));
    return option;
  }

  /**
   * Reads the files.
   *
   * @return null where none were asked for
   * @throws UserException where one is missing or says what is no split
   */
  public PublishedSplits read() throws IOException {
    if (files == null) {
      return null;
    }
    PublishedSplits splits = new PublishedSplits();
    MessageDigest digest = Sha256.begin();
    for (Map.Entry<String, String> file : byFile().entrySet()) {
      byte[] bytes = bytes(file.getKey());
      digest.update(bytes);
      try {
        splits.add(new String(bytes, StandardCharsets.UTF_8), file.getValue());
      } catch (IllegalArgumentException e) {
        throw new UserException(
            Mistake.MALFORMED_FILE, NAME + " " + file.getKey() + ": " + e.getMessage() + ".", e);
      }
    }
    String found = Sha256.end(digest);
    if (sha256 != null && !sha256.equals(found)) {
      throw new UserException(
          Mistake.CHANGED,
          NAME + " " + files + " has changed: its SHA-256 is " + found + ", not " + sha256 + ".");
    }
    sha256 = found;
    return splits;
  }

  /** The split of all names of a file; null where its lines tell. */
  private Map<String, String> byFile() {
    Map<String, String> byFile = new LinkedHashMap<>();
    if (!LIST.matcher(files).matches()) {
      byFile.put(files, null);
      return byFile;
    }
    for (String part : files.split(",", -1)) {
      Matcher list = LIST.matcher(part);
      if (!list.matches() || byFile.putIfAbsent(list.group(2), list.group(1)) != null) {
        throw new UserException(
            Mistake.BAD_OPTION,
            NAME
                + " must be a file, or train=FILE,validation=FILE,test=FILE with another file"
                + " each, not "
                + files
                + ".");
      }
    }
    return byFile;
  }

  private static byte[] bytes(String file) throws IOException {
    InputPath path = InputPath.file(NAME, file, Spark.hadoopConfiguration());
    if (path.sizeBytes() > MAX_BYTES) {
      throw new UserException(
          Mistake.TOO_LARGE, NAME + " " + file + " is larger than 64 MiB: that is no list.");
    }
    try (InputStream in = path.open(Spark.hadoopConfiguration()).openStream()) {
      return in.readAllBytes();
    }
  }

  /** Whether both say the same. */
  public boolean isSameAs(SplitFileOption other) {
    return Objects.equals(sha256, other.sha256);
  }

  /** Adds what decides the splits, once it is read. */
  public void addTo(Map<String, Object> hyperParameters) {
    if (files == null) {
      return;
    }
    hyperParameters.put(NAME, files);
    hyperParameters.put(SHA256, sha256);
  }
}
