package io.partita.ingest.audio;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.HashedChannel;
import io.partita.archive.RejectedMember;
import io.partita.lake.input.AudioFile;
import io.partita.lake.input.AudioFiles;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.InputSlice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An audio file that a data set was made of, if it still lies where it did: in a folder or a zip,
 * of which single files can be read.
 *
 * @param source input of the data set's ingest, as audio_tracks has it
 * @param path within the input
 * @param sha256 of its bytes
 */
public record OriginalAudio(String source, String path, String sha256) {
  private static final Logger log = LoggerFactory.getLogger(OriginalAudio.class);

  /** Makes a file of the original. */
  @FunctionalInterface
  public interface Making {
    /**
     * @param content closed by the caller
     */
    void make(HashedChannel content, Path made) throws IOException, MalformedInputException;
  }

  /**
   * Makes a file of it; none where that fails.
   *
   * @param run the report of its ingest, which says where the inputs lay; may be null
   * @return whether the original was there, and the same as then
   */
  public boolean make(JsonNode run, Configuration conf, Path made, Making making) {
    Sink sink = new Sink(this, made, making);
    if (run != null) {
      for (JsonNode input : run.path("inputs")) {
        if (input.path("name").asText().equals(source)) {
          read(input.path("path").asText(), conf, sink);
        }
      }
    }
    return sink.isMade;
  }

  private static void read(String input, Configuration conf, Sink sink) {
    try {
      InputPlan plan = InputPlan.of("Input", List.of(input), conf);
      if (plan.memberPaths().isEmpty()) {
        return; // a tar would have to be read from its beginning
      }
      AudioFiles files = new AudioFiles(conf, ArchiveLimits.defaults(), sink);
      for (InputSlice slice : plan.slices()) {
        files.read(slice);
      }
    } catch (UserException | IOException e) {
      log.debug("{} can no longer be read", input, e);
    }
  }

  private static final class Sink implements AudioFiles.Sink {
    private final OriginalAudio original;
    private final Path made;
    private final Making making;
    private boolean isMade;

    Sink(OriginalAudio original, Path made, Making making) {
      this.original = original;
      this.made = made;
      this.making = making;
    }

    @Override
    public boolean wants(String path) {
      return path.equals(original.path);
    }

    @Override
    public void file(AudioFile file) throws IOException {
      try (HashedChannel content = file.open()) {
        making.make(content, made);
        isMade = file.sha256(content).equals(original.sha256);
      } catch (MalformedInputException e) {
        log.debug("{} has changed", original.path, e);
      } finally {
        if (!isMade) {
          Files.deleteIfExists(made);
        }
      }
    }

    @Override
    public void rejected(RejectedMember member) {}
  }
}
