package io.partita.ingest;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.Member;
import io.partita.archive.MemberOutcome;
import io.partita.archive.MemberReader;
import io.partita.archive.RejectedMember;
import io.partita.lake.input.InputSlice;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** The members of one slice as keyed rows, pulled by Spark one at a time. */
final class MemberStream implements Iterator<Tuple2<ContentKey, Arrival>> {
  private final InputSlice slice;
  private final Predicate<String> isCatalog;
  private final Predicate<String> isDone;
  private final IngestCounters counters;
  private final MemberReader reader;
  private final MessageDigest md5 = DigestUtils.getMd5Digest();
  private final SeenContents seen = new SeenContents();
  private Tuple2<ContentKey, Arrival> next;
  private long reportedPosition;
  private boolean ended;

  /**
   * @param isMidi by a member's path, whether it is to be read as MIDI
   * @param isCatalog by a member's path, whether it is the catalog
   * @param isDone test whether an interrupted run finished the content of an MD5: it is left out
   */
  MemberStream(
      InputSlice slice,
      Configuration conf,
      ArchiveLimits limits,
      Predicate<String> isMidi,
      Predicate<String> isCatalog,
      Predicate<String> isDone,
      IngestCounters counters) {
    this.slice = slice;
    this.isCatalog = isCatalog;
    this.isDone = isDone;
    this.counters = counters;
    this.reader =
        AtInput.callUnchecked(
            slice.input(), () -> opened(slice, conf, limits, isMidi.or(isCatalog)));
  }

  private static MemberReader opened(
      InputSlice slice, Configuration conf, ArchiveLimits limits, Predicate<String> wanted)
      throws IOException {
    try {
      return slice.open(conf, limits, wanted);
    } catch (MalformedInputException e) {
      throw new IOException("The input changed after it was checked: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      next = AtInput.callUnchecked(slice.input(), this::step);
    }
    return next != null;
  }

  @Override
  public Tuple2<ContentKey, Arrival> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Tuple2<ContentKey, Arrival> result = next;
    next = null;
    return result;
  }

  /** The row for the next member; null if absent. */
  private Tuple2<ContentKey, Arrival> step() throws IOException {
    Optional<MemberOutcome> outcome = read();
    ended = outcome.isEmpty();
    return ended
        ? withoutContent(Long.MAX_VALUE, new Arrival.OtherFiles(reader.unwanted()))
        : arrived(outcome.get());
  }

  private Optional<MemberOutcome> read() throws IOException {
    Optional<MemberOutcome> outcome = reader.next();
    counters.bytesRead().add(reader.position() - reportedPosition);
    reportedPosition = reader.position();
    if (outcome.isEmpty()) {
      reader.close();
    }
    return outcome;
  }

  /** The row for a member; null when an interrupted run has finished its content. */
  private Tuple2<ContentKey, Arrival> arrived(MemberOutcome outcome) {
    counters.membersRead().add(1);
    if (outcome instanceof RejectedMember rejected) {
      return withoutContent(rejected.ordinal(), Arrival.Rejected.of(rejected));
    }
    Member member = (Member) outcome;
    if (isCatalog.test(member.path())) {
      return withoutContent(member.ordinal(), new Arrival.CatalogFile(member.bytes()));
    }
    byte[] digest = md5.digest(member.bytes());
    String hex = HexFormat.of().formatHex(digest);
    if (isDone.test(hex)) {
      return null;
    }
    PackedBytes bytes = seen.add(digest) ? null : PackedBytes.of(member.bytes());
    return new Tuple2<>(
        new ContentKey(hex, slice.source(), member.ordinal()),
        new Arrival.Content(member.path(), bytes));
  }

  private Tuple2<ContentKey, Arrival> withoutContent(long ordinal, Arrival arrival) {
    return isDone.test(ContentKey.NO_CONTENT)
        ? null
        : new Tuple2<>(new ContentKey(ContentKey.NO_CONTENT, slice.source(), ordinal), arrival);
  }
}
