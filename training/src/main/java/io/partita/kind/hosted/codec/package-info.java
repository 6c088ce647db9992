/** Neural codecs trained elsewhere, as EnCodec and Lyra: sound to codes and back. */
package io.partita.kind.hosted.codec;
