// Plain threads, wakers and the texts of errors, the same way on every platform.
//
// Functions that can fail return 0 or more on success and a negated errno on failure.

#ifndef CAURA_THREAD_H
#define CAURA_THREAD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Makes a waker: `read_fd` becomes readable with the first aura_waker_wake(write_fd). Both may be one number.
int aura_waker_open(int *read_fd, int *write_fd);
int aura_waker_wake(int write_fd);
/// Takes back all wakes so far, so that the waker can be waited for again.
int aura_waker_reset(int read_fd);
/// Makes a descriptor non-blocking and close-on-exec.
int aura_set_flags(int fd);
int aura_close(int fd);

/// Nanoseconds of a clock that only goes forward.
uint64_t aura_monotonic_time(void);

/// Starts a thread that runs `body(context)`; `handle` is for join or detach, exactly one of which must follow.
int aura_thread_start(uintptr_t *handle, const char *name, void (*body)(void *), void *context);
int aura_thread_join(uintptr_t handle);
int aura_thread_detach(uintptr_t handle);
/// The handle of the calling thread.
uintptr_t aura_thread_self(void);

/// Asks that timeouts of the calling thread end on time, and not when it suits the system.
void aura_thread_be_punctual(void);
/// Lets other threads run that are ready to.
void aura_thread_yield(void);

/// Writes the text of an error number.
void aura_error_text(int number, char *text, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
