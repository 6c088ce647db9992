/**
 * A lake's tables in somebody's Iceberg catalog, without a copy of their files.
 *
 * <p>Iceberg's classes are those of the Spark home or of whoever submits the job.
 */
package io.partita.lake.iceberg;
