/** Byte-pair models of token schemes: counting of merges on Spark, their baselines. */
package io.partita.kind.bpe;
