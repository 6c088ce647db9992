/**
 * What a command reads: files, folders and archives, local or on one of Hadoop's file systems, and
 * how they are cut into slices for tasks.
 */
package io.partita.lake.input;
