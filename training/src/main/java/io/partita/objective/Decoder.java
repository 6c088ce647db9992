package io.partita.objective;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.ExitCode;
import io.partita.midi.MidiWriter;
import io.partita.model.ModelKind;
import io.partita.model.job.Generation;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.latent.LatentVectors;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What {@code decode} does with a file of latent vectors: their examples, one after the other, to a
 * MIDI or a sound file.
 */
public final class Decoder<M extends LatentModel<E>, E> extends FormJob<M, E, LatentTable<M, E>>
    implements Decodes {
  public Decoder(ModelKind<M> kind, LatentTable<M, E> form) {
    super(kind, form, LatentForm.Command.DECODE);
  }

  @Override
  public int decode(DecodeInput options, TrainedModel<?> any) throws IOException {
    TrainedModel<M> trained = any.as(kind());
    M model = trained.model();
    Path out = options.out;
    requireName(out, form.rateHz(model));
    options.checkOut(trained);
    LatentVectors vectors = LatentVectors.read(options, trained, model.latent());
    float[][] z = form.z(trained, vectors, options.seed);
    options.device.use(trained);
    List<E> decoded = form.decode(model, trained.weights(), z, List.of(), options.seed);
    Generation.Music music = form.music(model, decoded, null, options.seed);
    if (music instanceof Generation.Piece notes) {
      NewFile.write(out, MidiWriter.write(notes.score()));
    } else if (music instanceof Generation.Sound sound) {
      FullScale.fit(sound.samples());
      NewFile.write(
          out,
          part ->
              SoundFormat.of(out)
                  .write(part, SampleType.INT16, sound.sampleRateHz(), sound.samples()));
    }
    WrittenFiles.of(options.json).wrote(out);
    return ExitCode.OK;
  }

  private void requireName(Path out, OptionalInt rateHz) {
    if (rateHz.isPresent()) {
      SoundFormat.of(out).check(out, rateHz.getAsInt(), 1);
    } else if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".mid")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          "--out " + out + ": a " + title() + " decodes to MIDI; give a name that ends in .mid.");
    }
  }
}
