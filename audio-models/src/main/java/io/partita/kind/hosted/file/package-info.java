/**
 * Files of models that were trained elsewhere, TorchScript and weights alone, looked into without
 * running anything of them: what they hold, what they want, and what is wrong with them.
 */
package io.partita.kind.hosted.file;
