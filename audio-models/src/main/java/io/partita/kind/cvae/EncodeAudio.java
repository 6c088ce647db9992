package io.partita.kind.cvae;

import static io.partita.lake.table.LakeTable.AUDIO_LATENTS;
import static io.partita.lake.table.LakeTable.AUDIO_TRACKS;
import static io.partita.lake.table.LakeTable.MEL;

import io.partita.lake.Lake;
import io.partita.lake.TableRun;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.job.Processor;
import io.partita.model.latent.EncodeOptions;
import io.partita.model.latent.EncodedBy;
import io.partita.model.latent.Encoder;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.LatentVectors;
import io.partita.model.train.TrainedModel;
import io.partita.split.Fold;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What {@code encode} does with a VAE of audio: windows of files to rows of audio_latents. */
final class EncodeAudio implements Encoder<Cvae>, CvaeJob {
  @Override
  public List<String> help() {
    return List.of(
        "A VAE of audio encodes the audio of a data set to the table audio_latents, or an audio",
        "file to .npz: mu and sigma of its windows.",
        "Fields of --json: also windows, config and left_out.");
  }

  @Override
  public LakeTable table(Cvae model) {
    return AUDIO_LATENTS;
  }

  @Override
  public Map<LakeTable, TableRun> source(Lake lake, String dataset, Cvae model) throws IOException {
    return Map.of(AUDIO_TRACKS, lake.run(dataset, AUDIO_TRACKS), MEL, lake.run(dataset, MEL));
  }

  @Override
  public int encodeFile(EncodeOptions options, TrainedModel<Cvae> trained) throws IOException {
    LatentVectors.require(options.out);
    Cvae model = trained.model();
    AudioClip clip = AudioClip.read(GivenFile.of(options.in), model.input(), Integer.MAX_VALUE);
    Processor.use();
    CvaePosterior posterior = model.encode(trained.weights(), clip.examples());
    return new LatentVectors(posterior.mu(), posterior.sigma()).write(options, trained);
  }

  @Override
  public EncodedWindows run(
      DerivedRun run, TrainedModel<Cvae> trained, EncodedBy by, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    AudioExamples.Origin origin =
        AudioExamples.Origin.of(run.lake(), run.dataset(), trained.model().input());
    AudioExamples windows = AudioExamples.of(tables, origin, null, Fold.NONE);
    AudioLatents.stage(run, trained, windows);
    run.ended("encode");
    return new EncodedWindows(
        run.header(), by, trained.model().config(), windows.count(), windows.leftOut());
  }
}
