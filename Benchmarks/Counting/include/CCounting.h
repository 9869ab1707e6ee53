/// Counts what a thread allocates, and how often it retains or releases an object, in the program that this is linked into.
#ifndef CCOUNTING_H
#define CCOUNTING_H

#include <stdint.h>

/// What this thread has done so far.
struct counted {
    /// Calls of malloc, calloc, realloc and the aligned ones.
    uint64_t allocations;
    /// Calls of swift_retain and swift_release, after counting_watch_references.
    uint64_t references;
};

/// The counts of the calling thread.
struct counted counting_now(void);

/// Counts references from now on, which makes each cost more. Returns 0 where that cannot be done.
int counting_watch_references(void);

/// 1 where allocations are counted.
int counting_sees_allocations(void);

#endif
