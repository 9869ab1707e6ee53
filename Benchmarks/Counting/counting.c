#include "CCounting.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

static _Thread_local struct counted counts;

struct counted counting_now(void) { return counts; }

// --- allocations ---

#if defined(__GLIBC__)

// A program's own malloc goes before that of the C library, which keeps its own under these names.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

void *malloc(size_t size) {
    counts.allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    counts.allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    counts.allocations++;
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    counts.allocations++;
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
    *memory = memalign(alignment, size);
    return *memory == NULL ? ENOMEM : 0;
}

void free(void *memory) { __libc_free(memory); }

int counting_sees_allocations(void) { return 1; }

#else

int counting_sees_allocations(void) { return 0; }

#endif

// --- references ---

#if defined(__linux__)

// The runtime's own hooks, which it looks at when the switch is on (stdlib/public/runtime/HeapObject.cpp).
extern void *(*_swift_retain)(void *);
extern void (*_swift_release)(void *);
extern _Atomic(bool) _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly;

static void *(*original_retain)(void *);
static void (*original_release)(void *);

static void *counting_retain(void *object) {
    counts.references++;
    return original_retain(object);
}

static void counting_release(void *object) {
    counts.references++;
    original_release(object);
}

int counting_watch_references(void) {
    original_retain = _swift_retain;
    original_release = _swift_release;
    _swift_retain = counting_retain;
    _swift_release = counting_release;
    atomic_store(&_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly, true);
    return 1;
}

#else

int counting_watch_references(void) { return 0; }

#endif
