package io.partita.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.HashedChannel;
import io.partita.archive.RejectedMember;
import io.partita.audio.file.Mp3Clip;
import io.partita.ingest.audio.AudioFile;
import io.partita.ingest.audio.AudioFiles;
import io.partita.input.InputPlan;
import io.partita.input.InputSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clip of an audio file that a data set was made of, if it still lies where it did: in a folder
 * or a zip, of which single files can be read.
 */
final class OriginalAudio implements AudioFiles.Sink {
  private static final Logger log = LoggerFactory.getLogger(OriginalAudio.class);

  private final ListenTrack.Audio track;
  private final double clipS;
  private final Path mp3;
  private boolean isWritten;

  private OriginalAudio(ListenTrack.Audio track, double clipS, Path mp3) {
    this.track = track;
    this.clipS = clipS;
    this.mp3 = mp3;
  }

  /**
   * Writes the beginning of a track's file.
   *
   * @param run the report of its ingest, which says where the inputs lay; may be null
   * @return whether the file was there, and the same as then
   */
  static boolean clip(
      ListenTrack.Audio track, JsonNode run, double clipS, Path mp3, Configuration conf) {
    OriginalAudio original = new OriginalAudio(track, clipS, mp3);
    if (run != null) {
      for (JsonNode input : run.path("inputs")) {
        if (input.path("name").asText().equals(track.source())) {
          original.read(input.path("path").asText(), conf);
        }
      }
    }
    return original.isWritten;
  }

  private void read(String input, Configuration conf) {
    try {
      InputPlan plan = InputPlan.of(List.of(input), conf);
      if (plan.memberPaths().isEmpty()) {
        return; // a tar would have to be read from its beginning
      }
      AudioFiles files = new AudioFiles(conf, ArchiveLimits.defaults(), this);
      for (InputSlice slice : plan.slices()) {
        files.read(slice);
      }
    } catch (UserException | IOException e) {
      log.debug("{} can no longer be read", input, e);
    }
  }

  @Override
  public boolean wants(String path) {
    return path.equals(track.path());
  }

  @Override
  public void file(AudioFile file) throws IOException {
    try (HashedChannel content = file.open()) {
      Mp3Clip.ofAudio(content, clipS, mp3);
      isWritten = file.sha256(content).equals(track.sha256());
    } catch (MalformedInputException e) {
      log.debug("{} has changed", track.path(), e);
    } finally {
      if (!isWritten) {
        Files.deleteIfExists(mp3);
      }
    }
  }

  @Override
  public void rejected(RejectedMember member) {}
}
