package io.partita.download;

/**
 * One file of a published data set.
 *
 * @param name as it is published and as it is saved
 * @param sha1 the publisher's checksum, 40 hexadecimal digits in lower case; null where there is
 *     none
 */
record PublishedFile(String name, String sha1) {}
