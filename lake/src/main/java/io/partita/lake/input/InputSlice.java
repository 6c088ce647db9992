package io.partita.lake.input;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.archive.ArchiveFault;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.FileMember;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import io.partita.archive.ZipDirectory;
import io.partita.archive.ZipMembers;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;

/** A part of the input that one task reads: a whole tar, some entries of a zip, some files. */
public sealed interface InputSlice extends Serializable {
  /** Index into {@link InputPlan#sources()}. */
  int source();

  /** What a person would call it: the archive, or the first of the files. */
  String input();

  /** Opens it where the task runs. */
  MemberReader open(Configuration conf, ArchiveLimits limits, Predicate<String> wanted)
      throws IOException, MalformedInputException;

  /** A tar or tar.gz: one stream, so one task; or a file whose kind its content decides. */
  record Stream(int source, String file) implements InputSlice {
    @Override
    public String input() {
      return file;
    }

    @Override
    public MemberReader open(Configuration conf, ArchiveLimits limits, Predicate<String> wanted)
        throws IOException, MalformedInputException {
      return MemberReader.open(InputPath.open(file, conf), limits, wanted);
    }
  }

  /** A range of a zip's central directory. */
  record ZipEntries(int source, String file, List<ZipDirectory.Entry> entries)
      implements InputSlice {
    @Override
    public String input() {
      return file;
    }

    @Override
    public MemberReader open(Configuration conf, ArchiveLimits limits, Predicate<String> wanted)
        throws IOException {
      return ZipMembers.open(InputPath.open(file, conf), entries, limits, wanted);
    }
  }

  /**
   * Files of a folder.
   *
   * @param firstOrdinal the first file's place in the folder's sorted listing
   */
  record Files(int source, long firstOrdinal, List<FileEntry> files) implements InputSlice {
    @Override
    public String input() {
      String first = files.get(0).file();
      return first.substring(0, first.lastIndexOf('/'));
    }

    @Override
    public MemberReader open(Configuration conf, ArchiveLimits limits, Predicate<String> wanted) {
      return new FolderMembers(conf, limits, wanted, firstOrdinal, files.iterator());
    }
  }

  /**
   * What a folder holds, with the path a member of an archive would have.
   *
   * @param file its address, see {@link InputPath}
   * @param stamp that another content under the name would not have: its time, or a store's tag
   * @param refusal that leaves nothing to read; null of a file like any other
   */
  record FileEntry(String file, String memberPath, long sizeBytes, String stamp, Refusal refusal)
      implements Serializable {
    /** Whether it counts as more than a file that was passed over because of its name. */
    public boolean isWanted(Predicate<String> wanted) {
      return (refusal != null && refusal.hidesFiles()) || wanted.test(memberPath);
    }

    /** The row for the quarantine, of an entry with a refusal. */
    public RejectedMember rejected(long ordinal) {
      return new RejectedMember(
          memberPath, ordinal, RejectedMember.UNKNOWN_SIZE, refusal.fault(), 0, refusal.detail());
    }
  }

  /**
   * Why an entry of a folder is not read.
   *
   * @param hidesFiles whether files may lie behind it, so that its own name tells nothing
   */
  record Refusal(ArchiveFault fault, String detail, boolean hidesFiles) implements Serializable {}

  /** Files one after the other, as the members of an archive. */
  final class FolderMembers implements MemberReader {
    private final Configuration conf;
    private final ArchiveLimits limits;
    private final Predicate<String> wanted;
    private final Iterator<FileEntry> files;
    private long ordinal;
    private final AtomicLong position = new AtomicLong();
    private long unwanted;

    FolderMembers(
        Configuration conf,
        ArchiveLimits limits,
        Predicate<String> wanted,
        long firstOrdinal,
        Iterator<FileEntry> files) {
      this.conf = conf;
      this.limits = limits;
      this.wanted = wanted;
      this.ordinal = firstOrdinal;
      this.files = files;
    }

    @Override
    public Optional<MemberOutcome> next() throws IOException {
      while (files.hasNext()) {
        FileEntry entry = files.next();
        long place = ordinal++;
        position.addAndGet(entry.sizeBytes());
        if (entry.isWanted(wanted)) {
          return Optional.of(AtInput.call(entry.file(), () -> read(entry, place)));
        }
        unwanted++;
      }
      return Optional.empty();
    }

    private MemberOutcome read(FileEntry entry, long place) throws IOException {
      return entry.refusal() == null
          ? FileMember.read(InputPath.open(entry.file(), conf), entry.memberPath(), place, limits)
          : entry.rejected(place);
    }

    @Override
    public long position() {
      return position.get();
    }

    @Override
    public long unwanted() {
      return unwanted;
    }

    @Override
    public void close() {}
  }
}
