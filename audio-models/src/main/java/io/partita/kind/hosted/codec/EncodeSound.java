package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.SentModel;
import io.partita.kind.hosted.track.EncodedTracks;
import io.partita.kind.hosted.track.LakeEncoding;
import io.partita.lake.Lake;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.RunOptions;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.Encodes;
import io.partita.model.train.TrainedModel;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What {@code encode} does with a neural codec: an audio file to a file of codes, or the audio of a
 * data set to rows of the table codes.
 */
public final class EncodeSound implements CodecJob, Encodes {
  private static final String ECDC = ".ecdc";
  private static final String NPZ = ".npz";

  @Option(
      names = "--bandwidth",
      paramLabel = "KBPS",
      description = "Neural codec: bandwidth in kbit/s (default: the model's largest).")
  private Double bandwidth;

  @Override
  public int encode(EncodeOptions options, TrainedModel<?> none) throws IOException {
    return options.isFile() ? encodeFile(options) : encodeDataset(options);
  }

  private int encodeDataset(EncodeOptions options) throws IOException {
    Lake lake = options.open();
    HostedModel file = HostedFiles.model(options.model);
    CodecShape shape;
    try (EncodecCodec codec = EncodecCodec.open(file)) {
      shape = codec.shape();
    }
    double used = bandwidth(shape);
    RunOptions run =
        new RunOptions("encode-codes").decisive("model_sha256", shape.model().sha256());
    EncodedTracks report =
        new LakeEncoding(
                options.model,
                file,
                shape.rateHz(),
                LakeTable.CODES,
                new CodecTracks.Codes(SentModel.of(file), used))
            .run(run.decisive("--bandwidth", used), lake, options);
    return Answer.print(options.json, report, EncodedTracks::text);
  }

  /** The bandwidth that is asked for, which the model has. */
  private double bandwidth(CodecShape shape) {
    List<Double> all = shape.bandwidths();
    double used = bandwidth == null ? all.get(all.size() - 1) : bandwidth;
    shape.stages(used);
    return used;
  }

  private int encodeFile(EncodeOptions options) throws IOException {
    String in = options.in;
    Path out = options.out;
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(ECDC) && !name.endsWith(NPZ)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--out " + out + ": give a name that ends in .ecdc or .npz.");
    }
    InputGuard.of(in, options.model).require(out);
    try (EncodecCodec codec = EncodecCodec.open(HostedFiles.model(options.model))) {
      CodecShape shape = codec.shape();
      double used = bandwidth(shape);
      int stages = shape.stages(used);
      CodecSound sound = CodecSound.read(in, shape);
      CodedSound coded = encoded(codec, in, sound, used);
      String source = in.substring(in.lastIndexOf('/') + 1);
      byte[] file =
          name.endsWith(ECDC) ? coded.toEcdc(shape) : coded.toNpz(shape, source, sound.sha256());
      NewFile.write(out, file);
      Map<String, Object> made = new LinkedHashMap<>();
      made.put("file", out.toString());
      made.put("bandwidth_kbps", used);
      made.put("stages", stages);
      made.put("frames", coded.frames());
      made.put("samples", coded.samples());
      made.put("bytes", file.length);
      made.put("model_sha256", shape.model().sha256());
      return Answer.print(
          options.json,
          made,
          any ->
              String.format(
                  Locale.ROOT,
                  "%s: %d codebooks of %,d frames, %s kbit/s, %,d bytes, model %s…",
                  out,
                  stages,
                  coded.frames(),
                  used,
                  file.length,
                  shape.model().sha256().substring(0, 12)));
    }
  }

  private static CodedSound encoded(
      EncodecCodec codec, String in, CodecSound sound, double bandwidth) {
    try {
      return new CodedSound(sound.channels()[0].length, codec.encode(sound.channels(), bandwidth));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(in, e);
    }
  }
}
