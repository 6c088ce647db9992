package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.codec.CodeBooks;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.kind.hosted.SentModel;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.io.Serializable;

/**
 * The files of a codec.
 *
 * @param model that encodes, and decodes where it is the only file
 * @param decoder null where the model decodes
 * @param codebooks the name of their file; null where they are in the model
 * @param codebookBytes of that file; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CodecFiles(HostedModel model, HostedModel decoder, String codebooks, byte[] codebookBytes) {
  static CodecFiles of(HostedModel model) {
    return new CodecFiles(model, null, null, null);
  }

  /**
   * Loads the codec.
   *
   * @throws io.partita.UserException where the files are no codec, or its engine is not there
   */
  SoundCodec open() throws IOException {
    try {
      return CodecForm.of(model.description()).open(this);
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--model " + model.name(), e);
    }
  }

  /** The codebooks that are given. */
  CodeBooks books() {
    try {
      return CodeBooks.of(Npy.read(codebookBytes));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("--codebooks " + codebooks, e);
    }
  }

  /** What is said of the codebooks that are given. */
  CodecFile file(CodeBooks books) {
    return new CodecFile(codebooks.substring(codebooks.lastIndexOf('/') + 1), books.sha256());
  }

  /** The same on its way to workers. */
  Sent sent() {
    return new Sent(
        SentModel.of(model),
        decoder == null ? null : SentModel.of(decoder),
        codebooks,
        codebookBytes);
  }

  /** The files of a codec as they are sent to workers. */
  record Sent(SentModel model, SentModel decoder, String codebooks, byte[] codebookBytes)
      implements Serializable {
    /**
     * Loads the codec.
     *
     * @throws IOException where its files are not those that were sent
     */
    SoundCodec open() throws IOException {
      return new CodecFiles(
              model.received(),
              decoder == null ? null : decoder.received(),
              codebooks,
              codebookBytes)
          .open();
    }
  }
}
