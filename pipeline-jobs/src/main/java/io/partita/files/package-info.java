/** Commands for single files: {@code inspect}, and {@code convert} with its conversions. */
package io.partita.files;
