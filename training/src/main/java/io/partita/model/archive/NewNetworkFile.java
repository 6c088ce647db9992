package io.partita.model.archive;

import io.partita.Sha256;
import io.partita.lake.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Writes the file of a network, which is none of the archive's until a card names it.
 *
 * @param iteration after which the network has its weights
 */
record NewNetworkFile(ModelFolder folder, long iteration) {

  /** Weights and updater state. */
  ModelCard.NetworkFile of(ComputationGraph network) throws IOException {
    AtomicFile temporary = folder.whole("_network.tmp");
    MessageDigest sha256 = Sha256.begin();
    try (OutputStream out = new DigestOutputStream(temporary.create(), sha256)) {
      NetworkArchive.write(network, out);
    } catch (IOException e) { // a full disk
      temporary.fs().delete(temporary.path(), false);
      throw e;
    }
    String hash = Sha256.end(sha256);
    ModelCard.NetworkFile added =
        new ModelCard.NetworkFile(
            name(hash, ".zip"),
            temporary.fs().getFileStatus(temporary.path()).getLen(),
            hash,
            network.params().length(),
            NetworkArchive.parametersSha256(network));
    folder.whole(added.name()).takeFrom(temporary.path());
    return added;
  }

  /**
   * Numbers that are no network.
   *
   * @param numbers at least one, finite
   */
  ModelCard.NetworkFile of(float[] numbers) throws IOException {
    return written(NumbersFile.bytes(numbers), NumbersFile.ENDING, numbers);
  }

  /** Weights, rounded to float16. */
  ModelCard.NetworkFile half(float[] weights) throws IOException {
    float[] rounded = Float16Weights.rounded(folder.name(), weights);
    return written(Float16Weights.bytes(rounded), Float16Weights.ENDING, rounded);
  }

  private ModelCard.NetworkFile written(byte[] bytes, String ending, float[] numbers)
      throws IOException {
    String hash = Sha256.of(bytes);
    ModelCard.NetworkFile added =
        new ModelCard.NetworkFile(
            name(hash, ending),
            bytes.length,
            hash,
            numbers.length,
            NetworkArchive.parametersSha256(numbers));
    folder.write(added.name(), bytes);
    return added;
  }

  private String name(String hash, String ending) {
    return "network-" + iteration + "-" + hash.substring(0, 8) + ending;
  }
}
