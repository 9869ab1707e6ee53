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

/// Opens a queue of a TUN device without packet information headers. `name` may hold one `%d` for the kernel to number;
/// `actual` receives the name the device really has.
int aura_tun_open(const char *name, int flags, char actual[AURA_INTERFACE_NAME_SIZE]);

/// Makes a descriptor that becomes readable, and stays so, after `aura_wakeup_signal`.
int aura_wakeup_create(void);

/// Makes a wake-up descriptor readable.
int aura_wakeup_signal(int descriptor);

#elif defined(__APPLE__)

/// Opens `utunN`, or a unit of the kernel's choice when `unit` is negative; `actual` receives the name.
int aura_utun_open(int32_t unit, char actual[AURA_INTERFACE_NAME_SIZE]);

#endif

#endif
