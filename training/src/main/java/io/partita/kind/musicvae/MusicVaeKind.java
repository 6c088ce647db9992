package io.partita.kind.musicvae;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.form.Forms;
import io.partita.model.ModelDescription;
import io.partita.model.StrictJson;
import io.partita.model.job.KindJob;
import io.partita.model.slices.vae.EvaluateSlices;
import io.partita.model.slices.vae.GenerateSlices;
import io.partita.model.slices.vae.SliceLatents;
import io.partita.model.slices.vae.SliceVaeKind;
import io.partita.objective.Decoder;
import io.partita.objective.Encoder;
import io.partita.objective.Finder;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.util.List;

/** Variational autoencoders of slices, as {@link Forms} lists them. */
public record MusicVaeKind() implements SliceVaeKind<MusicVae> {
  public static final MusicVaeKind KIND = new MusicVaeKind();

  /** What a release must reach. */
  private static final double MOST_NATS = 56;

  private static final double LEAST_FREE_RUNNING = 0.75;
  private static final double LEAST_HISTORY_NATS = 3;

  /** Below 1, as z alone makes slices differ, and steps drawn at 1 are less regular than played. */
  private static final double TEMPERATURE = 0.5;

  @Override
  public Names names() {
    return new Names(
        MusicVae.KIND,
        "MusicVAE",
        "nats per slice",
        "train-musicvae",
        List.of("drum_slices", "melody_slices", "trio_slices"));
  }

  @Override
  public Class<TrainMusicVae> trainer() {
    return TrainMusicVae.class;
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateSlices<>(
            this,
            new EvaluateSlices.Bar(MOST_NATS, LEAST_FREE_RUNNING, LEAST_HISTORY_NATS),
            List.of(
                "A MusicVAE's figures are per slice; docs/models.md explains them. elbo_nats, an"
                    + " upper",
                "bound on -ln p, is compared with unigram to fivegram and bar_trigram, which knows"
                    + " the",
                "bar. ngram is the one with the lowest validation loss. The accuracies have their"
                    + " own",
                "baselines. All baselines are counted on the model's training data. --z mean omits"
                    + " the",
                "bounds.",
                "Fields of --json: elbo_nats, bits_per_step, loss, reconstruction_nats, kl_nats,",
                "kl_bits, accuracy_teacher_forced, accuracy_free_running,",
                "accuracy_free_running_later_bars, z_norm, active_units; with a fitted prior",
                "kl_nats_fitted, elbo_nats_fitted and elbo_nats_calibrated; with --iwae iwae_nats"
                    + " and",
                "iwae_nats_fitted, the tightest bounds; history_nats, what another slice's history"
                    + " adds",
                "to a slice's nats: near 0 where the decoder sees z alone; drums: {kick: {hits,",
                "precision, recall}, …}, or melody and bass: {onset, pitch, note_off}. Baselines"
                    + " of",
                "accuracies are nearest (training slice), majority (most frequent step), markov1"
                    + " to",
                "markov4 (most frequent step after the last 1 to 4), copied_bar (first bar"
                    + " repeated) and",
                "previous_bar (step a bar earlier, from the second bar on).")),
        new GenerateSlices<>(
            this,
            TEMPERATURE,
            List.of(
                "A MusicVAE makes drum loops, melodies or trios, each from a z sampled by --seed"
                    + " and its",
                "number. Steps are sampled at --temperature "
                    + TEMPERATURE
                    + " by default. Three or more",
                "are also in one picture. There is no prompt and no --notes. --best-of compares"
                    + " the",
                "elbo_nats of loops, how alike their bars are, and whether they have a backbeat.")),
        new Reconstructor<>(
            this,
            new SliceLatents<>(),
            List.of(
                "A MusicVAE cuts a MIDI file into consecutive slices of its form and length; a"
                    + " repeated",
                "slice is left out. Original and reconstruction are written as MIDI and WAV. A step"
                    + " of",
                "drums counts as right if all its hits are.")),
        new Interpolator<>(
            this,
            new SliceLatents<>(),
            List.of(
                "A MusicVAE interpolates between the mean z of a slice of each of two MIDI files,"
                    + " along",
                "an arc (slerp). Both ends are reconstructions by the model, which may differ from"
                    + " the",
                "slices; see partita reconstruct.")),
        new Encoder<>(
            this,
            new SliceLatents<>(),
            List.of(
                "A MusicVAE encodes the slices of its form and length to a table: drums to"
                    + " latents,",
                "melodies to melody_latents, trios to trio_latents. A MIDI file becomes .npz: mu"
                    + " and",
                "sigma of its consecutive slices.",
                "Fields of --json: also slices, suspect_slices_left_out, bars and config.")),
        new Decoder<>(
            this,
            new SliceLatents<>(),
            List.of(
                "A MusicVAE decodes the vectors of a file to a MIDI file (.mid) of consecutive"
                    + " slices.")),
        new Finder<>(
            this,
            new SliceLatents<>(),
            List.of(
                "A MusicVAE searches with a slice of a MIDI file. Equal slices are one match, with"
                    + " their",
                "number (count) and the place of the first.",
                "Fields of --json: query and matches also have piece, start_step and steps (labels"
                    + " of",
                "melodies; melody, bass and drums of trios), and matches hamming_distance.")));
  }

  @Override
  public MusicVae model(ModelDescription card) {
    MusicVae model;
    try {
      model = StrictJson.value(card.config(), MusicVae.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("its config fits no MusicVAE", e);
    }
    if (!model.hasLengthOfSlices()) {
      throw new IllegalArgumentException("its config is not of slices of " + model.form().length());
    }
    return model;
  }
}
