#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CAuraTun.h"

#include "CAuraThread.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/// Closes `descriptor` and hands the error that made it useless to the caller.
static int fail_closing(int descriptor, int error) {
    close(descriptor);
    return -error;
}

#if defined(__linux__)

#include <net/if.h>

#include <linux/if_tun.h>
#include <poll.h>
#include <sys/eventfd.h>

// Linux 6.2; older headers do not have them.
#ifndef TUN_F_USO4
#define TUN_F_USO4 0x20
#endif
#ifndef TUN_F_USO6
#define TUN_F_USO6 0x40
#endif

_Static_assert(IFNAMSIZ == AURA_INTERFACE_NAME_SIZE, "interface names have another length here");

int aura_tun_open(const char *name, int flags, char actual[AURA_INTERFACE_NAME_SIZE]) {
    struct ifreq request;
    int descriptor;

    if (strlen(name) >= sizeof request.ifr_name) return -ENAMETOOLONG;
    descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return -errno;

    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, name);
    // The flags are unsigned bits in a signed short; IFF_TUN_EXCL is the topmost.
    request.ifr_flags = (short)(IFF_TUN | IFF_NO_PI | (flags & AURA_TUN_EXCLUSIVE ? IFF_TUN_EXCL : 0)
                                | (flags & AURA_TUN_MULTI_QUEUE ? IFF_MULTI_QUEUE : 0)
                                | (flags & AURA_TUN_VIRTIO_HEADER ? IFF_VNET_HDR : 0));
    if (ioctl(descriptor, TUNSETIFF, &request) < 0) return fail_closing(descriptor, errno);

    memcpy(actual, request.ifr_name, AURA_INTERFACE_NAME_SIZE);
    actual[AURA_INTERFACE_NAME_SIZE - 1] = 0;
    return descriptor;
}

int aura_tun_set_offloads(int descriptor, int offloads) {
    unsigned int bits = (offloads & AURA_TUN_OFFLOAD_CHECKSUM ? TUN_F_CSUM : 0)
                      | (offloads & AURA_TUN_OFFLOAD_TCP ? TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN : 0)
                      | (offloads & AURA_TUN_OFFLOAD_UDP ? TUN_F_USO4 | TUN_F_USO6 : 0);
    // The argument is the bits themselves, not where they are.
    return ioctl(descriptor, TUNSETOFFLOAD, (unsigned long)bits) < 0 ? -errno : 0;
}

static int tun_poll(struct pollfd polled[2], int timeout_milliseconds) {
    if (poll(polled, 2, timeout_milliseconds) < 0) return -errno;
    // An error is how the driver reports a removed interface.
    return (polled[0].revents & POLLIN ? AURA_TUN_READABLE : 0) | (polled[1].revents & POLLIN ? AURA_TUN_WOKEN : 0)
         | (polled[0].revents & (POLLERR | POLLNVAL) ? AURA_TUN_GONE : 0);
}

int aura_tun_wait(int descriptor, int wakeup, int64_t busy_nanoseconds) {
    struct pollfd polled[2] = {{.fd = descriptor, .events = POLLIN}, {.fd = wakeup, .events = POLLIN}};
    if (busy_nanoseconds > 0) {
        uint64_t end = aura_monotonic_time() + (uint64_t)busy_nanoseconds;
        do {
            int seen = tun_poll(polled, 0);
            if (seen != 0) return seen;
        } while (aura_monotonic_time() < end);
    }
    return tun_poll(polled, -1);
}

int aura_wakeup_create(void) {
    int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int aura_wakeup_signal(int descriptor) {
    // EAGAIN means the counter is full, and so the descriptor readable already.
    if (eventfd_write(descriptor, 1) < 0 && errno != EAGAIN) return -errno;
    return 0;
}

#elif defined(__APPLE__)

#include <net/if_utun.h>
#include <sys/kern_control.h>
#include <sys/socket.h>
#include <sys/sys_domain.h>

int aura_utun_open(int32_t unit, char actual[AURA_INTERFACE_NAME_SIZE]) {
    struct ctl_info info;
    struct sockaddr_ctl address;
    socklen_t length = AURA_INTERFACE_NAME_SIZE;
    int descriptor = socket(PF_SYSTEM, SOCK_DGRAM, SYSPROTO_CONTROL);
    if (descriptor < 0) return -errno;

    memset(&info, 0, sizeof info);
    strlcpy(info.ctl_name, UTUN_CONTROL_NAME, sizeof info.ctl_name);
    if (ioctl(descriptor, CTLIOCGINFO, &info) < 0) return fail_closing(descriptor, errno);

    memset(&address, 0, sizeof address);
    address.sc_len = sizeof address;
    address.sc_family = AF_SYSTEM;
    address.ss_sysaddr = AF_SYS_CONTROL;
    address.sc_id = info.ctl_id;
    // Units count from one, names from zero; zero asks for any.
    address.sc_unit = unit < 0 ? 0 : (uint32_t)unit + 1;
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return fail_closing(descriptor, errno);

    if (getsockopt(descriptor, SYSPROTO_CONTROL, UTUN_OPT_IFNAME, actual, &length) < 0
        || fcntl(descriptor, F_SETFL, O_NONBLOCK) < 0 || fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0)
        return fail_closing(descriptor, errno);
    return descriptor;
}

#endif
