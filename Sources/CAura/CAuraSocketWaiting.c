// Waiting for sockets.

#if defined(__linux__)
#define _GNU_SOURCE
#endif

#include "include/CAuraSocket.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

int aura_udp_poll(int fd, int wake_fd, int timeout_milliseconds) {
    struct pollfd watched[2] = {{.fd = fd, .events = POLLIN}, {.fd = wake_fd, .events = POLLIN}};
    if (poll(watched, 2, timeout_milliseconds) < 0) return -errno;
    return (watched[0].revents != 0 ? AURA_POLL_READY : 0) | (watched[1].revents != 0 ? AURA_POLL_WOKEN : 0);
}

int aura_udp_poll_precisely(int fd, int wake_fd, int64_t timeout_nanoseconds) {
#if defined(__linux__)
    if (timeout_nanoseconds >= 0) {
        struct pollfd watched[2] = {{.fd = fd, .events = POLLIN}, {.fd = wake_fd, .events = POLLIN}};
        struct timespec timeout = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
        if (ppoll(watched, 2, &timeout, NULL) < 0) return -errno;
        return (watched[0].revents != 0 ? AURA_POLL_READY : 0) | (watched[1].revents != 0 ? AURA_POLL_WOKEN : 0);
    }
#endif
    if (timeout_nanoseconds < 0) return aura_udp_poll(fd, wake_fd, -1);
    // An hour at most, so that the number fits; whoever waits looks at the clock anyway.
    const int64_t longest = 3600 * 1000;
    int64_t milliseconds = timeout_nanoseconds / 1000000 + 1;
    return aura_udp_poll(fd, wake_fd, (int)(milliseconds < longest ? milliseconds : longest));
}

int aura_udp_poll_writable(int fd, int timeout_milliseconds) {
    struct pollfd watched = {.fd = fd, .events = POLLOUT};
    int ready = poll(&watched, 1, timeout_milliseconds);
    return ready < 0 ? -errno : ready;
}
