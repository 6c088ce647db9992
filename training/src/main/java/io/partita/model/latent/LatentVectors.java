package io.partita.model.latent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.file.NewFile;
import io.partita.model.StrictJson;
import io.partita.model.job.ModelOrigin;
import io.partita.model.train.TrainedModel;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a VAE says of a file's slices or windows, as {@code encode} writes it: an npz of {@code mu}
 * and {@code sigma}, float32 [slices, dimensions], and {@code origin}, the bytes of a JSON object.
 *
 * @param mu means of z, [slice][dimension]; at least one
 * @param sigma their standard deviations; null of a file that is read
 * @param components of z that they are, in each frame; 0 where they are z itself
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LatentVectors(float[][] mu, float[][] sigma, int components) {
  private static final String MU = "mu";
  private static final String ORIGIN = "origin";
  private static final String SHA256 = "model_sha256";
  private static final String COMPONENTS = "components";
  private static final long MAX_ORIGIN_BYTES = 1 << 20;

  /**
   * Fails where a file cannot be one of latent vectors.
   *
   * @throws UserException where its name does not end in .npz
   */
  public static void require(Path out) {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--out " + out + ": give a name that ends in .npz.");
    }
  }

  /**
   * Writes the file of the options, and prints what was written.
   *
   * @param model that made them
   * @return the exit code
   */
  public int write(EncodeOptions options, TrainedModel<?> model) throws IOException {
    Map<String, Object> origin = ModelOrigin.of(options.model, model.card());
    origin.put("file", options.in);
    if (components > 0) {
      origin.put(COMPONENTS, components);
    }
    byte[] json = Json.MAPPER.writeValueAsBytes(origin);
    byte[] npz =
        Npz.Writer.stored()
            .add(MU, array(mu))
            .add("sigma", array(sigma))
            .add(ORIGIN, NpyInts.ofBytes(json), NpyInts.Type.U1)
            .toBytes();
    NewFile.write(options.out, npz);
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("file", options.out.toString());
    made.put("vectors", mu.length);
    made.put("dimensions", mu[0].length);
    made.put(SHA256, origin.get(SHA256));
    return Answer.print(
        options.json,
        made,
        all -> "%s: %d vectors of %d numbers".formatted(options.out, mu.length, mu[0].length));
  }

  private static Npy array(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return Npy.of(flat, rows.length, rows[0].length);
  }

  /**
   * The file that a command decodes.
   *
   * @param model that decodes
   * @param dimensions of its z
   * @throws UserException where none is given, it is no such file, or another model made it
   */
  public static LatentVectors read(DecodeInput options, TrainedModel<?> model, int dimensions)
      throws IOException {
    options.requireFile(model.kind().title());
    return GivenFile.read(options.in, file -> of(file, options, model, dimensions));
  }

  private static LatentVectors of(
      byte[] file, DecodeInput options, TrainedModel<?> model, int dimensions)
      throws MalformedInputException {
    Npz arrays = Npz.read(file);
    if (!arrays.names().contains(MU) || !arrays.names().contains(ORIGIN)) {
      throw new MalformedInputException(
          LatentFault.NO_ORIGIN, 0, "no arrays mu and origin, which encode writes");
    }
    JsonNode origin = origin(arrays.ints(ORIGIN, MAX_ORIGIN_BYTES).toBytes());
    String made = origin.path(SHA256).asText();
    if (!made.equals(model.card().used().sha256())) {
      throw new UserException(
          Mistake.MISMATCH,
          "%s was made by model %s, SHA-256 %s; %s is another."
              .formatted(options.in, origin.path("model").asText(), made, options.model));
    }
    Npy mu = arrays.floats(MU);
    int[] shape = mu.shape();
    float[] values = mu.values();
    int components = origin.path(COMPONENTS).asInt(0);
    int size = components > 0 && shape.length == 2 ? Math.min(dimensions, shape[1]) : dimensions;
    if (shape.length != 2 || shape[0] < 1 || shape[1] != size || !areFinite(values)) {
      throw new MalformedInputException(
          LatentFault.BAD_SHAPE, 0, "mu is no array [slices, %d] of numbers".formatted(dimensions));
    }
    float[][] rows = new float[shape[0]][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
    }
    return new LatentVectors(rows, null, components);
  }

  private static JsonNode origin(byte[] json) throws MalformedInputException {
    JsonNode origin;
    try {
      origin = StrictJson.object(json);
    } catch (JsonProcessingException e) {
      origin = null;
    }
    if (origin == null) {
      throw new MalformedInputException(LatentFault.BAD_ORIGIN, 0, "origin is no JSON object");
    }
    return origin;
  }

  private static boolean areFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
