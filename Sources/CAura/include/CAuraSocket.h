// UDP sockets: the system calls that Swift cannot see or that differ between platforms.
//
// Every function returns 0 or more on success and a negated errno on failure, so that errno itself never has to survive
// the way back into Swift.

#ifndef CAURA_SOCKET_H
#define CAURA_SOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "CAuraThread.h"

#ifdef __cplusplus
extern "C" {
#endif

/// An IP address and port as numbers in host order. IPv4 lies in the lower 32 bits of `low`.
struct aura_address {
    uint64_t high;
    uint64_t low;
    /// Interface index; only looked at, on sending, for a link-local source.
    uint32_t interface_index;
    uint16_t port;
    /// 0 = no address, 4 or 6.
    uint8_t family;
};

/// One datagram, or one run of equally long datagrams, to send.
struct aura_outgoing {
    struct aura_address remote;
    /// The address to send from; family 0 leaves the choice to the kernel.
    struct aura_address source;
    /// The bytes: `part_count` vectors from `first_part` of the array given along.
    uint32_t first_part;
    uint32_t part_count;
    /// Length of each datagram of the run but the last; 0 = one datagram.
    uint32_t segment;
};

/// One received datagram, or a run of equally long datagrams that the kernel joined.
struct aura_incoming {
    struct aura_address remote;
    /// The address it was sent to; family 0 when the kernel did not say.
    struct aura_address local;
    uint32_t length;
    /// Length of each datagram of the run but the last; 0 = one datagram.
    uint32_t segment;
    /// Datagrams lost to a full socket buffer since the socket was made, modulo 2^32.
    uint32_t overflows;
    /// 1 when the datagram did not fit and lost its end.
    uint8_t truncated;
};

enum {
    /// Messages of one aura_udp_send_many or aura_udp_receive_many call, at most.
    AURA_UDP_MESSAGES = 64,
    /// What aura_udp_poll saw.
    AURA_POLL_READY = 1,
    AURA_POLL_WOKEN = 2,
};

/// Makes a close-on-exec UDP socket (non-blocking where not every call can say so); family 6 also carries IPv4 (mapped addresses).
int aura_udp_open(uint8_t family);
int aura_udp_bind(int fd, uint8_t socket_family, const struct aura_address *address);
/// Lets other sockets of this user bind what `fd` is bound to or will be, if they are shared too; the kernel then
/// spreads peers over them. Fails with ENOTSUP where the system shares without spreading.
int aura_udp_share(int fd);
int aura_udp_local(int fd, struct aura_address *address);
/// Binds the IPv6 wildcard, for IPv6 alone, for a moment and with no sharing. Returns the port, which the system chooses
/// when 0 is asked for; -EADDRINUSE when a socket that overlaps has it. Connections that are closing hold nobody up.
int aura_port_probe_ipv6(int is_stream, uint16_t port);
/// Asks for socket buffers of `bytes`, past the system's limit where privileges allow it.
int aura_udp_set_buffers(int fd, int bytes);
/// Asks that received datagrams carry the address they were sent to, and the overflow count where there is one.
int aura_udp_report_destination(int fd, uint8_t socket_family);
/// Sets "don't fragment"; datagrams larger than the interface allows fail with EMSGSIZE.
int aura_udp_forbid_fragments(int fd, uint8_t socket_family);
/// Marks all packets of the socket for policy routing; ENOTSUP where there is no such thing.
int aura_udp_set_mark(int fd, uint32_t mark);
/// Asks for joined datagrams on receive (UDP_GRO).
int aura_udp_enable_joining(int fd);
/// Fails where the kernel does not know segmented sends (UDP_SEGMENT).
int aura_udp_probe_segmenting(int fd);

/// Sends one datagram; `segment` is ignored.
int aura_udp_send_one(int fd, uint8_t socket_family, const struct aura_outgoing *message, const struct iovec *parts);
/// Receives one datagram without waiting.
int aura_udp_receive_one(int fd, void *memory, size_t capacity, struct aura_incoming *message);
#if defined(__linux__)
/// Sends messages in order; returns how many were taken before the first failure.
int aura_udp_send_many(
    int fd, uint8_t socket_family, const struct aura_outgoing *messages, uint32_t count, const struct iovec *parts);
/// Receives up to `count` messages that are there; message i lies at `memory + i * stride`. With `waits`, sleeps until there
/// is one, or until aura_udp_end_waiting, after which it returns 0 at once.
int aura_udp_receive_many(
    int fd, void *memory, size_t stride, size_t capacity, uint32_t count, int waits, struct aura_incoming *messages);
/// Ends all waiting in receives, now and from now on.
int aura_udp_end_waiting(int fd);
#endif
/// Waits until the socket is readable or `wake_fd` is; -1 for either is "none", a negative timeout waits for ever.
int aura_udp_poll(int fd, int wake_fd, int timeout_milliseconds);
/// The same with a timeout in nanoseconds; systems without such timers round up to milliseconds.
int aura_udp_poll_precisely(int fd, int wake_fd, int64_t timeout_nanoseconds);
/// Waits until the socket is writable.
int aura_udp_poll_writable(int fd, int timeout_milliseconds);
/// Gives up the socket (its port is free at once) but keeps the number `fd` taken until aura_close.
int aura_udp_retire(int fd);

#ifdef __cplusplus
}
#endif

#endif
