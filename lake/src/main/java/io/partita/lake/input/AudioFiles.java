package io.partita.lake.input;

import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.FileMember;
import io.partita.archive.InputFile;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import io.partita.archive.ZipContent;
import io.partita.archive.ZipDirectory;
import io.partita.archive.ZipMembers;
import io.partita.audio.file.AudioName;
import io.partita.lake.input.InputSlice.FileEntry;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.hadoop.conf.Configuration;

/**
 * The audio of a slice, in order. Files of a folder and stored members of a zip are opened where
 * they lie, whatever their size; members that are compressed, or in a tar, are in memory and so
 * within the limits.
 */
public final class AudioFiles {
  private final Configuration conf;
  private final ArchiveLimits limits;
  private final Sink sink;
  private long otherFiles;

  /** What is done with the files. */
  public interface Sink {
    /** Asked once of each file that is audio by its name, before it is opened. */
    boolean wants(String path);

    /** A wanted file, to be opened and closed while this is called. */
    void file(AudioFile file) throws IOException;

    /** A wanted file that its archive does not yield, or the rest of a broken archive. */
    void rejected(RejectedMember member) throws IOException;
  }

  public AudioFiles(Configuration conf, ArchiveLimits limits, Sink sink) {
    this.conf = conf;
    this.limits = limits;
    this.sink = sink;
  }

  /** How many files were passed over because their names are not those of audio. */
  public long otherFiles() {
    return otherFiles;
  }

  public void read(InputSlice slice) throws IOException {
    if (slice instanceof InputSlice.Files folder) {
      long ordinal = folder.firstOrdinal();
      for (FileEntry entry : folder.files()) {
        file(entry, ordinal++);
      }
    } else if (slice instanceof InputSlice.ZipEntries zip) {
      InputFile file = InputPath.open(zip.file(), conf);
      for (ZipDirectory.Entry entry : zip.entries()) {
        if (!entry.isDirectory() && isWanted(entry.path())) {
          entry(file, entry);
        }
      }
    } else {
      try (MemberReader members = slice.open(conf, limits, this::isWanted)) {
        members(members);
      } catch (MalformedInputException e) {
        throw new IOException("The input changed after it was checked: " + slice.input(), e);
      }
    }
  }

  private boolean isWanted(String path) {
    if (AudioName.is(path)) {
      return sink.wants(path);
    }
    otherFiles++;
    return false;
  }

  private void file(FileEntry entry, long ordinal) throws IOException {
    if (!entry.isWanted(this::isWanted)) {
      return;
    }
    if (entry.refusal() != null) {
      sink.rejected(entry.rejected(ordinal));
    } else {
      InputFile file = InputPath.open(entry.file(), conf);
      String path = FileMember.path(entry.memberPath());
      sink.file(new AudioFile(path, ordinal, entry.sizeBytes(), null, file::openChannel));
    }
  }

  private void entry(InputFile zip, ZipDirectory.Entry entry) throws IOException {
    Optional<SeekableByteChannel> stored = ZipContent.openStored(zip, entry);
    if (stored.isPresent()) {
      try (SeekableByteChannel content = stored.get()) {
        sink.file(
            new AudioFile(entry.path(), entry.ordinal(), entry.sizeBytes(), entry, () -> content));
      }
    } else {
      try (MemberReader members = ZipMembers.open(zip, List.of(entry), limits, path -> true)) {
        members(members);
      }
    }
  }

  private void members(MemberReader members) throws IOException {
    for (Optional<MemberOutcome> next = members.next(); next.isPresent(); next = members.next()) {
      if (next.get() instanceof Member member) {
        sink.file(
            new AudioFile(
                member.path(),
                member.ordinal(),
                member.bytes().length,
                null,
                () -> new SeekableInMemoryByteChannel(member.bytes())));
      } else {
        sink.rejected((RejectedMember) next.get());
      }
    }
  }
}
