package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.io.Serializable;

/**
 * The file of a model on its way to workers, which look into it once more before it is run.
 *
 * @param bytes all of it
 * @param config of the {@code config.json} beside weights alone; no bytes otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SentModel(String name, byte[] bytes, byte[] config, String sha256)
    implements Serializable {
  public static SentModel of(HostedModel model) {
    return new SentModel(model.name(), model.bytes(), model.config(), model.sha256());
  }

  /**
   * The model.
   *
   * @throws IOException where the bytes are not those that were sent
   */
  public HostedModel received() throws IOException {
    HostedModel model;
    try {
      model = HostedModel.of(name, bytes, config);
    } catch (MalformedInputException e) {
      throw new IOException(name + " came to a worker damaged.", e);
    }
    if (!model.sha256().equals(sha256)) {
      throw new IOException(name + " came to a worker as another file.");
    }
    return model;
  }
}
