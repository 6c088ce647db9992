package io.partita.command.model;

import io.partita.kind.bpe.EvaluateBpe;
import io.partita.kind.bpe.TrainBpe;
import io.partita.kind.cvae.DecodeAudio;
import io.partita.kind.cvae.EncodeAudio;
import io.partita.kind.cvae.EvaluateAudio;
import io.partita.kind.cvae.FindAudio;
import io.partita.kind.cvae.GenerateAudio;
import io.partita.kind.cvae.InterpolateAudio;
import io.partita.kind.cvae.ReconstructAudio;
import io.partita.kind.cvae.TrainCvae;
import io.partita.kind.hosted.codec.DecodeSound;
import io.partita.kind.hosted.codec.EncodeSound;
import io.partita.kind.hosted.latent.DecodeLatents;
import io.partita.kind.hosted.latent.EncodeLatents;
import io.partita.kind.hosted.latent.RandomLatents;
import io.partita.kind.musicvae.DecodeSlices;
import io.partita.kind.musicvae.EncodeSlices;
import io.partita.kind.musicvae.EvaluateSlices;
import io.partita.kind.musicvae.FindSlices;
import io.partita.kind.musicvae.GenerateSlices;
import io.partita.kind.musicvae.InterpolateSlices;
import io.partita.kind.musicvae.ReconstructSlices;
import io.partita.kind.musicvae.TrainMusicVae;
import io.partita.kind.note.EvaluateNotes;
import io.partita.kind.note.GenerateNotes;
import io.partita.kind.note.TrainLstm;
import io.partita.kind.rvq.DecodeCodes;
import io.partita.kind.rvq.EncodeCodes;
import io.partita.kind.rvq.EvaluateRvq;
import io.partita.kind.rvq.TrainRvq;
import io.partita.kind.token.EvaluateTokens;
import io.partita.kind.token.GenerateTokens;
import io.partita.kind.token.TrainLm;
import io.partita.model.job.FileJob;
import io.partita.model.job.KindJobs;
import io.partita.model.job.ModelJob;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The kinds of models that commands know. */
public final class Kinds {
  private static final List<KindJobs> ALL =
      List.of(
          new KindJobs(TrainLstm.class, List.of(EvaluateNotes::new, GenerateNotes::new)),
          new KindJobs(
              TrainMusicVae.class,
              List.of(
                  EvaluateSlices::new,
                  GenerateSlices::new,
                  ReconstructSlices::new,
                  InterpolateSlices::new,
                  EncodeSlices::new,
                  DecodeSlices::new,
                  FindSlices::new)),
          new KindJobs(
              TrainCvae.class,
              List.of(
                  EvaluateAudio::new,
                  GenerateAudio::new,
                  ReconstructAudio::new,
                  InterpolateAudio::new,
                  EncodeAudio::new,
                  DecodeAudio::new,
                  FindAudio::new)),
          new KindJobs(
              TrainRvq.class, List.of(EvaluateRvq::new, EncodeCodes::new, DecodeCodes::new)),
          new KindJobs(TrainBpe.class, List.of(EvaluateBpe::new)),
          new KindJobs(TrainLm.class, List.of(EvaluateTokens::new, GenerateTokens::new)));

  /** The same of files of models trained elsewhere. */
  private static final List<Supplier<FileJob>> OF_FILES =
      List.of(
          EncodeSound::new,
          DecodeSound::new,
          EncodeLatents::new,
          DecodeLatents::new,
          RandomLatents::new);

  private Kinds() {}

  /** The commands that train models. */
  public static List<Class<?>> trainCommands() {
    return ALL.stream().<Class<?>>map(KindJobs::trainCommand).toList();
  }

  /** What commands do with models of each sort: new ones, with options as they are by default. */
  static List<ModelJob> jobs() {
    return Stream.concat(ALL.stream().flatMap(kind -> kind.jobs().stream()), OF_FILES.stream())
        .<ModelJob>map(Supplier::get)
        .toList();
  }
}
