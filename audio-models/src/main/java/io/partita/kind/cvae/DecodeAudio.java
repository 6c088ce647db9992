package io.partita.kind.cvae;

import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.model.job.Processor;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.latent.LatentVectors;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What {@code decode} does with a VAE of audio: latent vectors to the sound of their windows. */
final class DecodeAudio implements CvaeJob, Decodes {
  @Override
  public List<String> help() {
    return List.of("A VAE of audio decodes the vectors of a file to consecutive windows of sound.");
  }

  @Override
  public int decode(DecodeInput options, TrainedModel<?> any) throws IOException {
    TrainedModel<Cvae> trained = any.as(kind());
    Path out = options.out;
    SoundFormat format = SoundFormat.of(out);
    Cvae model = trained.model();
    int rateHz = model.input().sampleRateHz();
    format.check(out, rateHz, 1);
    options.checkOut(trained);
    float[][] z = LatentVectors.read(options, trained, model.latent());
    Processor.use();
    List<float[]> windows = Arrays.asList(model.decode(trained.weights(), z));
    float[] samples = AudioSounds.of(model.input(), windows, options.seed);
    FullScale.fit(samples);
    NewFile.write(out, part -> format.write(part, SampleType.INT16, rateHz, samples));
    WrittenFiles.of(options.json).wrote(out);
    return ExitCode.OK;
  }
}
