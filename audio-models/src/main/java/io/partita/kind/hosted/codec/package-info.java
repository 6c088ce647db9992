/** Neural codecs trained elsewhere, as EnCodec: sound to codes and back. */
package io.partita.kind.hosted.codec;
