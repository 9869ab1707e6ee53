// The entry of libFuzzer, which its library defines and no header of the toolchain declares
// (llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").

#include <stddef.h>
#include <stdint.h>

/// Runs the options in `argv` with `callback` as what is tried; returns the status to exit with.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
