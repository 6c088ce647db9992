package io.partita.model.latent;

/**
 * A file of a data set that a model was not trained on.
 *
 * @param source input of the data set's ingest
 * @param path within the input
 * @param split that the model's training had it in
 * @param sha256 of its bytes, where they lie where they were ingested from; else null
 * @param content its bytes, where the lake holds them; else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HeldOutFile(String source, String path, String split, String sha256, byte[] content) {
  /** Its name without folders. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
