package io.partita.hosted;

import io.partita.MalformedInputException;
import io.partita.hosted.file.HostedDescription;
import io.partita.hosted.file.HostedFormat;
import io.partita.hosted.file.HostedModels;

/**
 * The file of a model, once it is known that it may be run.
 *
 * @param name for messages
 * @param bytes all of it
 * @param description what it says of itself, with its sha256
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would hold it twice
public record ModelFile(String name, byte[] bytes, HostedDescription description) {
  /**
   * Looks into a file without running it.
   *
   * @throws MalformedInputException a {@link io.partita.hosted.file.HostedFault}: it is no model,
   *     or one that is not to be run
   */
  public static ModelFile of(String name, byte[] bytes) throws MalformedInputException {
    HostedDescription description = HostedModels.read(bytes);
    description.requireRunnable();
    return new ModelFile(name, bytes, description);
  }

  /** Of its bytes, 64 hexadecimal digits. */
  public String sha256() {
    return description.sha256();
  }

  /** What runs it. */
  public HostEngine engine() {
    return description.format() == HostedFormat.ONNX ? HostEngine.ONNX : HostEngine.PYTORCH;
  }
}
