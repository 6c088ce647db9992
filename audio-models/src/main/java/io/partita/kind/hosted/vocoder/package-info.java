/** Vocoders trained elsewhere, as HiFi-GAN: from log-mel frames to samples. */
package io.partita.kind.hosted.vocoder;
