package io.partita.models.kinds;

import io.partita.models.FileJob;
import io.partita.models.KindJobs;
import io.partita.models.ModelJob;
import io.partita.models.bpe.EvaluateBpe;
import io.partita.models.bpe.TrainBpe;
import io.partita.models.codec.DecodeSound;
import io.partita.models.codec.EncodeSound;
import io.partita.models.cvae.DecodeAudio;
import io.partita.models.cvae.EncodeAudio;
import io.partita.models.cvae.EvaluateAudio;
import io.partita.models.cvae.FindAudio;
import io.partita.models.cvae.GenerateAudio;
import io.partita.models.cvae.InterpolateAudio;
import io.partita.models.cvae.ReconstructAudio;
import io.partita.models.cvae.TrainCvae;
import io.partita.models.hosted.DecodeLatents;
import io.partita.models.hosted.EncodeLatents;
import io.partita.models.hosted.RandomLatents;
import io.partita.models.musicvae.DecodeSlices;
import io.partita.models.musicvae.EncodeSlices;
import io.partita.models.musicvae.EvaluateSlices;
import io.partita.models.musicvae.FindSlices;
import io.partita.models.musicvae.GenerateSlices;
import io.partita.models.musicvae.InterpolateSlices;
import io.partita.models.musicvae.ReconstructSlices;
import io.partita.models.musicvae.TrainMusicVae;
import io.partita.models.note.EvaluateNotes;
import io.partita.models.note.GenerateNotes;
import io.partita.models.note.TrainLstm;
import io.partita.models.rvq.DecodeCodes;
import io.partita.models.rvq.EncodeCodes;
import io.partita.models.rvq.EvaluateRvq;
import io.partita.models.rvq.TrainRvq;
import io.partita.models.token.EvaluateTokens;
import io.partita.models.token.GenerateTokens;
import io.partita.models.token.TrainLm;
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
