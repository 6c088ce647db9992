package io.partita.kind.cvae;

import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.audio.vae.AudioJudge;
import io.partita.model.audio.vae.AudioVaeKind;
import java.util.List;

/** Convolutional variational autoencoders of windows of log-mel or of samples. */
public record CvaeKind() implements AudioVaeKind<Cvae> {
  public static final CvaeKind KIND = new CvaeKind();

  /** What evaluations call what a value costs by a density, as {@link CvaeScore#ELBO}. */
  public static final String NATS = "nats_per_value";

  /** The density N(mean, deviation²) of all values alike, those of the model's training. */
  public static final String STANDARD_NORMAL = "standard_normal";

  /** A normal distribution of each window's own mean and deviation. */
  public static final String GAUSSIAN = "gaussian";

  /** A Laplace distribution of each window's own median and mean deviation from it; of waves. */
  public static final String LAPLACE = "laplace";

  /** A normal distribution of each band, of the values that it has in training; of mel. */
  public static final String GAUSSIAN_PER_BAND = "gaussian_per_band";

  /** Principal components of the windows of training, as many as z has numbers, as a density. */
  public static final String PPCA = "ppca";

  /** 64 principal components of the same, and beside them noise as loud as each window's own. */
  public static final String PPCA_64 = "ppca_64_window_scale";

  /** The same with 128. */
  public static final String PPCA_128 = "ppca_128_window_scale";

  @Override
  public Names names() {
    return new Names(
        Cvae.KIND, "VAE of audio", "nats per value", "train-cvae", List.of("mel", "audio_tracks"));
  }

  @Override
  public Class<TrainCvae> trainer() {
    return TrainCvae.class;
  }

  @Override
  public AudioJudge<Cvae> judge() {
    return new CvaeJudge();
  }

  @Override
  public String titles() {
    return "VAEs of audio";
  }

  @Override
  public Cvae model(ModelDescription card) {
    return config(card, Cvae.class);
  }

  @Override
  public List<String> remarks(Cvae model) {
    return model.remarks();
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(ModelFigure.density(CvaeScore.ELBO));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(
        NATS,
        List.of(STANDARD_NORMAL, GAUSSIAN, LAPLACE, GAUSSIAN_PER_BAND, PPCA, PPCA_64, PPCA_128));
  }
}
