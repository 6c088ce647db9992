/**
 * Neural codecs trained elsewhere: sound to codes and back by models as EnCodec's and Lyra's, the
 * files that codes are kept in, and figures of what each bandwidth leaves of the sound.
 */
package io.partita.hosted.codec;
