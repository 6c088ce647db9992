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
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** The members of one slice as keyed rows, pulled by Spark one at a time. */
final class MemberStream implements Iterator<Tuple2<ContentKey, Arrival>> {
  private final InputSlice slice;
  private final Pieces pieces;
  private final Predicate<String> isCatalog;
  private final Predicate<String> isDone;
  private final Predicate<String> isKnown;
  private final IngestCounters counters;
  private final MemberReader reader;
  private final MessageDigest md5 = DigestUtils.getMd5Digest();
  private final SeenContents seen = new SeenContents();
  private Iterator<Tuple2<ContentKey, Arrival>> arrived = Collections.emptyIterator();
  private long reportedPosition;
  private boolean ended;

  /**
   * @param isMidi by a member's path, whether it is to be read as MIDI
   * @param pieces of a member
   * @param isCatalog by a member's path, whether it is the catalog
   * @param isDone test whether an interrupted run finished the content of an MD5: it is left out
   * @param isKnown test whether the bytes of that content are not wanted
   */
  MemberStream(
      InputSlice slice,
      Configuration conf,
      ArchiveLimits limits,
      Predicate<String> isMidi,
      Pieces pieces,
      Predicate<String> isCatalog,
      Predicate<String> isDone,
      Predicate<String> isKnown,
      IngestCounters counters) {
    this.slice = slice;
    this.pieces = pieces;
    this.isCatalog = isCatalog;
    this.isDone = isDone;
    this.isKnown = isKnown;
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
    while (!arrived.hasNext() && !ended) {
      arrived = AtInput.callUnchecked(slice.input(), this::step);
    }
    return arrived.hasNext();
  }

  @Override
  public Tuple2<ContentKey, Arrival> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return arrived.next();
  }

  /** The rows for the next member. */
  private Iterator<Tuple2<ContentKey, Arrival>> step() throws IOException {
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

  /** The rows for a member, made one by one, as each piece is a copy of its bytes. */
  private Iterator<Tuple2<ContentKey, Arrival>> arrived(MemberOutcome outcome) {
    if (outcome instanceof RejectedMember rejected) {
      counters.membersRead().add(1);
      return withoutContent(rejected.ordinal(), Arrival.Rejected.of(rejected));
    }
    Member member = (Member) outcome;
    if (isCatalog.test(member.path())) {
      counters.membersRead().add(1);
      return withoutContent(member.ordinal(), new Arrival.CatalogFile(member.bytes()));
    }
    List<byte[]> contents = pieces.of(member.bytes());
    return IntStream.range(0, contents.size())
        .mapToObj(
            piece -> {
              String number = contents.size() == 1 ? "" : "#" + (piece + 1);
              return arrived(member, piece, member.path() + number, contents.get(piece));
            })
        .flatMap(Optional::stream)
        .iterator();
  }

  /** The row for a piece; empty when an interrupted run has finished its content. */
  private Optional<Tuple2<ContentKey, Arrival>> arrived(
      Member member, int piece, String path, byte[] content) {
    counters.membersRead().add(1);
    byte[] digest = md5.digest(content);
    String hex = HexFormat.of().formatHex(digest);
    if (isDone.test(hex)) {
      return Optional.empty();
    }
    PackedBytes bytes = isKnown.test(hex) || seen.add(digest) ? null : PackedBytes.of(content);
    return Optional.of(
        new Tuple2<>(
            new ContentKey(hex, slice.source(), member.ordinal(), piece),
            new Arrival.Content(path, bytes)));
  }

  private Iterator<Tuple2<ContentKey, Arrival>> withoutContent(long ordinal, Arrival arrival) {
    return isDone.test(ContentKey.NO_CONTENT)
        ? Collections.emptyIterator()
        : List.of(
                new Tuple2<>(
                    new ContentKey(ContentKey.NO_CONTENT, slice.source(), ordinal), arrival))
            .iterator();
  }
}
