package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.archive.MemoryFile;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.ModelFile;
import io.partita.kind.hosted.file.TorchTensors;
import io.partita.kind.hosted.file.Weights;
import io.partita.lake.run.Version;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The file of a model, once it is known that it may be run.
 *
 * @param name for messages
 * @param bytes all of it
 * @param config of the {@code config.json} beside weights alone; no bytes otherwise
 * @param description what it says of itself, with its sha256
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would hold it twice
public record HostedModel(String name, byte[] bytes, byte[] config, HostedDescription description) {
  /**
   * Looks into a file without running it.
   *
   * @throws MalformedInputException a {@link io.partita.kind.hosted.file.HostedFault}: it is no
   *     model
   */
  public static HostedDescription describe(InputFile file)
      throws IOException, MalformedInputException {
    return describe(file, config(file));
  }

  private static byte[] config(InputFile file) throws IOException {
    return Weights.areAloneIn(file) ? PublishedModel.configBeside(file) : new byte[0];
  }

  private static HostedDescription describe(InputFile file, byte[] config)
      throws IOException, MalformedInputException {
    return Weights.areAloneIn(file) ? PublishedModel.describe(file, config) : ModelFile.read(file);
  }

  /**
   * Looks into a file without running it, and reads it.
   *
   * @throws MalformedInputException a {@link io.partita.kind.hosted.file.HostedFault}: it is no
   *     model, or one that is not to be run
   * @throws IOException also where it changes meanwhile
   */
  public static HostedModel read(InputFile file) throws IOException, MalformedInputException {
    return read(file, config(file));
  }

  private static HostedModel read(InputFile file, byte[] config)
      throws IOException, MalformedInputException {
    HostedDescription description = describe(file, config);
    description.requireRunnable();
    byte[] bytes;
    try (InputStream in = file.openStream()) {
      bytes = in.readAllBytes();
    }
    if (!sha256(bytes).equals(description.sha256())) {
      throw new IOException(file.path() + " changed while it was read.");
    }
    return new HostedModel(file.path(), bytes, config, description);
  }

  /**
   * The model of bytes that were read elsewhere, as on a cluster's driver.
   *
   * @param name for messages
   * @param config of the {@code config.json} beside weights alone; no bytes otherwise
   * @throws MalformedInputException as {@link #read} does
   */
  public static HostedModel of(String name, byte[] bytes, byte[] config)
      throws IOException, MalformedInputException {
    return read(new MemoryFile(name, bytes), config);
  }

  /**
   * What its engine gets: {@link ModelFile#runnable}.
   *
   * @throws MalformedInputException where it cannot be read
   */
  byte[] runnable() throws IOException, MalformedInputException {
    return ModelFile.runnable(new MemoryFile(name, bytes));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Of its bytes, 64 hexadecimal digits. */
  public String sha256() {
    return description.sha256();
  }

  /** Its name without folders. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * Tensors of float32 as numbers, read without running anything.
   *
   * @param path of all of a tensor's name, as {@code encoder.0.conv.weight}
   * @return by their names, in the order of the file
   * @throws MalformedInputException where they cannot be read
   */
  public Map<String, Npy> tensors(Pattern path) throws IOException, MalformedInputException {
    InputFile file = new MemoryFile(name, bytes);
    if (!description.isWeightsAlone()) {
      return TorchTensors.read(file, path);
    }
    Map<String, Npy> tensors = new LinkedHashMap<>();
    Weights.read(file)
        .tensors()
        .forEach(
            (of, tensor) -> {
              if (tensor.values() != null && path.matcher(of).matches()) {
                tensors.put(of, tensor.values());
              }
            });
    return tensors;
  }

  /**
   * What runs it, with its version.
   *
   * @throws io.partita.UserException where its engine is not here
   */
  public String runner() {
    if (description.isWeightsAlone()) {
      return "Partita " + Version.current();
    }
    return HostEngine.TITLE + " " + HostEngine.require(name).version();
  }
}
