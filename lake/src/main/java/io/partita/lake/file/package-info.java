/**
 * Files that are there whole or not at all, local or on one of Hadoop's file systems, and damage to
 * them.
 */
package io.partita.lake.file;
