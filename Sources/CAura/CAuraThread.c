#if defined(__linux__)
#define _GNU_SOURCE
#endif

#include "include/CAuraThread.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/eventfd.h>
#include <sys/prctl.h>
#endif

static int result(int value) { return value < 0 ? -errno : value; }

// --- wakers ---

int aura_waker_open(int *read_fd, int *write_fd) {
#if defined(__linux__)
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0) return -errno;
    *read_fd = *write_fd = fd;
    return 0;
#else
    int fds[2];
    if (pipe(fds) < 0) return -errno;
    int error = aura_set_flags(fds[0]);
    if (error == 0) error = aura_set_flags(fds[1]);
    if (error != 0) {
        close(fds[0]);
        close(fds[1]);
        return error;
    }
    *read_fd = fds[0];
    *write_fd = fds[1];
    return 0;
#endif
}

int aura_waker_wake(int write_fd) {
    // Eight bytes because an eventfd takes nothing else.
    uint64_t one = 1;
    return result((int)write(write_fd, &one, sizeof one));
}

int aura_waker_reset(int read_fd) {
    // One read empties an eventfd; a pipe may hold more.
    uint8_t bytes[512];
    ssize_t count;
    do {
        count = read(read_fd, bytes, sizeof bytes);
    } while (count == (ssize_t)sizeof bytes || (count < 0 && errno == EINTR));
    return 0;
}

int aura_set_flags(int fd) {
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) return -errno;
    return 0;
}

int aura_close(int fd) { return result(close(fd)); }

// --- time ---

uint64_t aura_monotonic_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// --- threads ---

struct thread_start {
    void (*body)(void *);
    void *context;
    char name[16];
};

static void *run_thread(void *argument) {
    struct thread_start start = *(struct thread_start *)argument;
    free(argument);
#if defined(__linux__)
    pthread_setname_np(pthread_self(), start.name);
#else
    pthread_setname_np(start.name);
#endif
    start.body(start.context);
    return NULL;
}

int aura_thread_start(uintptr_t *handle, const char *name, void (*body)(void *), void *context) {
    struct thread_start *start = calloc(1, sizeof *start);
    if (start == NULL) return -ENOMEM;
    start->body = body;
    start->context = context;
    strncpy(start->name, name, sizeof start->name - 1);
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run_thread, start);
    if (error != 0) {
        free(start);
        return -error;
    }
    *handle = (uintptr_t)thread;
    return 0;
}

int aura_thread_join(uintptr_t handle) { return -pthread_join((pthread_t)handle, NULL); }

int aura_thread_detach(uintptr_t handle) { return -pthread_detach((pthread_t)handle); }

uintptr_t aura_thread_self(void) { return (uintptr_t)pthread_self(); }

void aura_thread_be_punctual(void) {
#if defined(__linux__)
    // One nanosecond instead of fifty thousand; the least there is.
    prctl(PR_SET_TIMERSLACK, 1);
#endif
}

void aura_thread_yield(void) { sched_yield(); }

// --- errors ---

void aura_error_text(int number, char *text, size_t capacity) {
#if defined(__linux__)
    const char *found = strerror_r(number, text, capacity);
    if (found != text && capacity > 0) {
        strncpy(text, found, capacity - 1);
        text[capacity - 1] = 0;
    }
#else
    if (strerror_r(number, text, capacity) != 0 && capacity > 0) text[0] = 0;
#endif
}
