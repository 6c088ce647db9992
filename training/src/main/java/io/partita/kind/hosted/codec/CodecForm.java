package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.file.HostedDescription;
import java.io.IOException;
import java.util.List;

/**
 * A form that files of neural codecs have. To add one, write a {@link SoundCodec} and its line in
 * {@link #ALL}.
 */
interface CodecForm {
  /** EnCodec's is tried on files that no form takes: its refusal says what a codec has. */
  List<CodecForm> ALL = List.of(new LyraCodec.Form(), new EncodecCodec.Form());

  /** Whether a model is such a codec, by what its file says; nothing is run. */
  boolean takes(HostedDescription model);

  /**
   * A codec's files, of which a model is the first.
   *
   * @param beside has the others
   * @throws UserException where files are missing or too many
   */
  CodecFiles files(HostedModel model, CodecOptions beside) throws IOException;

  /**
   * Loads a codec.
   *
   * @throws UserException where it is no such codec, or its engine is not there
   * @throws MalformedInputException where its codebooks do not fit
   */
  SoundCodec open(CodecFiles files) throws IOException, MalformedInputException;

  /** The form of a model. */
  static CodecForm of(HostedDescription model) {
    return ALL.stream()
        .filter(form -> form.takes(model))
        .findFirst()
        .orElse(ALL.get(ALL.size() - 1));
  }
}
