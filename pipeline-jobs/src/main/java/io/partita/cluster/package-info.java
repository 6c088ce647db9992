/**
 * A Spark standalone cluster and an HDFS of real processes on one machine, for people who want to
 * try a cluster and for the tests that need one.
 */
package io.partita.cluster;
