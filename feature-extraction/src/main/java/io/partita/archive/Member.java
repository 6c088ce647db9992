package io.partita.archive;

/**
 * A file out of an archive.
 *
 * @param path see {@link MemberOutcome#path()}
 * @param ordinal see {@link MemberOutcome#ordinal()}
 * @param bytes the whole file; not copied, so leave it as it is
 */
@SuppressWarnings("ArrayRecordComponent") // a copy would hold every member twice
public record Member(String path, long ordinal, byte[] bytes) implements MemberOutcome {}
