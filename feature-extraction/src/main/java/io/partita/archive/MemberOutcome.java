package io.partita.archive;

/** What became of one entry of an archive: its bytes, or the reason why there are none. */
public sealed interface MemberOutcome permits Member, RejectedMember {
  /**
   * The member's name as the archive gives it, printable, '/' between its components, without a
   * leading {@code ./}. Names may repeat within an archive.
   */
  String path();

  /**
   * The entry's place in the archive, from 0, counting every entry (directories and unwanted files
   * too): the same for every way of reading the same archive.
   */
  long ordinal();
}
