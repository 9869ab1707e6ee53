/// TUN devices: the ioctls and the wake-up descriptor that Swift's C library modules do not show.
///
/// Every function returns a descriptor (or 0), or a negated errno. Descriptors are close-on-exec and nonblocking, and
/// belong to the caller.
#ifndef CAURA_TUN_H
#define CAURA_TUN_H

#include <stdint.h>

/// Room for an interface name with its terminating zero, on every system.
#define AURA_INTERFACE_NAME_SIZE 16

#if defined(__linux__)

/// Fail with EBUSY when an interface of that name exists, whatever it is.
#define AURA_TUN_EXCLUSIVE 1
/// Open one of several queues of the device.
#define AURA_TUN_MULTI_QUEUE 2
/// Put a virtio-net header in front of each packet; all queues of a device must agree on it.
#define AURA_TUN_VIRTIO_HEADER 4

/// The kernel may hand over packets whose checksum is not complete.
#define AURA_TUN_OFFLOAD_CHECKSUM 1
/// The kernel may hand over TCP super-packets; needs the checksum offload.
#define AURA_TUN_OFFLOAD_TCP 2
/// The kernel may hand over UDP super-packets (Linux 6.2); needs the checksum offload.
#define AURA_TUN_OFFLOAD_UDP 4

/// What `aura_tun_wait` saw: packets, `aura_wakeup_signal`, or a device that is gone.
#define AURA_TUN_READABLE 1
#define AURA_TUN_WOKEN 2
#define AURA_TUN_GONE 4

/// Opens a queue of a TUN device without packet information headers. `name` may hold one `%d` for the kernel to number;
/// `actual` receives the name the device really has.
int aura_tun_open(const char *name, int flags, char actual[AURA_INTERFACE_NAME_SIZE]);

/// Says which offloads whoever reads a device with virtio-net headers is ready for. Holds for all queues.
int aura_tun_set_offloads(int descriptor, int offloads);

/// Blocks until there is something to know about a queue or its wake-up descriptor; returns what, or a negated errno. Before
/// it sleeps, it looks again and again for `busy_nanoseconds`.
int aura_tun_wait(int descriptor, int wakeup, int64_t busy_nanoseconds);

/// Makes a descriptor that becomes readable, and stays so, after `aura_wakeup_signal`.
int aura_wakeup_create(void);

/// Makes a wake-up descriptor readable.
int aura_wakeup_signal(int descriptor);

#elif defined(__APPLE__)

/// Opens `utunN`, or a unit of the kernel's choice when `unit` is negative; `actual` receives the name.
int aura_utun_open(int32_t unit, char actual[AURA_INTERFACE_NAME_SIZE]);

#endif

#endif
