/**
 * Archives as a stream of members: tar, tar.gz, zip and single files, each read once, in place, and
 * within limits.
 *
 * <p>The readers here parse tar, gzip and zip themselves and leave only inflating to the JDK,
 * because what they must answer for is what a library hides: the raw bytes of a name, the checksum
 * of a tar header, the byte at which an archive broke, and whether an exception came from the
 * archive or from the disk. Damage is a value ({@link io.partita.archive.RejectedMember}); an
 * {@link java.io.IOException} is always a failure of the storage below.
 */
package io.partita.archive;
