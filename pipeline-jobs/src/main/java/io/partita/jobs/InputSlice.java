package io.partita.jobs;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.FileMember;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
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
import org.apache.hadoop.fs.Path;

/** A part of the input that one task reads: a whole tar, some entries of a zip, some files. */
sealed interface InputSlice extends Serializable {
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
      return MemberReader.open(new HadoopFile(new Path(file), conf), limits, wanted);
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
      return ZipMembers.open(new HadoopFile(new Path(file), conf), entries, limits, wanted);
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
      return new Path(files.get(0).file()).getParent().toString();
    }

    @Override
    public MemberReader open(Configuration conf, ArchiveLimits limits, Predicate<String> wanted) {
      return new FolderMembers(conf, limits, wanted, firstOrdinal, files.iterator());
    }
  }

  /** A file of a folder, with the path a member of an archive would have. */
  record FileEntry(String file, String memberPath, long sizeBytes) implements Serializable {}

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
        if (wanted.test(entry.memberPath())) {
          HadoopFile file = new HadoopFile(new Path(entry.file()), conf);
          return Optional.of(
              AtInput.call(
                  entry.file(), () -> FileMember.read(file, entry.memberPath(), place, limits)));
        }
        unwanted++;
      }
      return Optional.empty();
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
