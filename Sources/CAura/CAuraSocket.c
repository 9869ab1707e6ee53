#if defined(__linux__)
#define _GNU_SOURCE
#else
#define __APPLE_USE_RFC_3542
#endif

#include "include/CAuraSocket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#if defined(__linux__)
#include <netinet/udp.h>
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif
#ifndef SO_RXQ_OVFL
#define SO_RXQ_OVFL 40
#endif
#endif

static int result(int value) { return value < 0 ? -errno : value; }

static int set_int(int fd, int level, int option, int value) {
    return result(setsockopt(fd, level, option, &value, sizeof value));
}

// --- addresses ---

union socket_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static void put64(uint8_t *bytes, uint64_t value) {
    for (int i = 7; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

static uint64_t get64(const uint8_t *bytes) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | bytes[i];
    return value;
}

/// The 16 bytes of an address; IPv4 becomes ::ffff:a.b.c.d.
static void put_v6(struct in6_addr *to, const struct aura_address *from) {
    put64(to->s6_addr, from->family == 4 ? 0 : from->high);
    put64(to->s6_addr + 8, from->family == 4 ? (0xffffULL << 32 | (uint32_t)from->low) : from->low);
}

/// The reverse of put_v6: a mapped address comes out as plain IPv4.
static void get_v6(struct aura_address *to, const struct in6_addr *from) {
    to->high = get64(from->s6_addr);
    to->low = get64(from->s6_addr + 8);
    to->family = 6;
    if (to->high == 0 && to->low >> 32 == 0xffff) {
        to->low &= 0xffffffff;
        to->family = 4;
    }
}

static socklen_t to_socket_address(union socket_address *to, uint8_t socket_family, const struct aura_address *from) {
    memset(to, 0, sizeof *to);
    if (socket_family == 4) {
        to->v4.sin_family = AF_INET;
        to->v4.sin_port = htons(from->port);
        to->v4.sin_addr.s_addr = htonl((uint32_t)from->low);
        return sizeof to->v4;
    }
    to->v6.sin6_family = AF_INET6;
    to->v6.sin6_port = htons(from->port);
    put_v6(&to->v6.sin6_addr, from);
    return sizeof to->v6;
}

static void from_socket_address(struct aura_address *to, const union socket_address *from) {
    memset(to, 0, sizeof *to);
    if (from->any.sa_family == AF_INET) {
        to->family = 4;
        to->low = ntohl(from->v4.sin_addr.s_addr);
        to->port = ntohs(from->v4.sin_port);
    } else if (from->any.sa_family == AF_INET6) {
        get_v6(to, &from->v6.sin6_addr);
        to->interface_index = from->v6.sin6_scope_id;
        to->port = ntohs(from->v6.sin6_port);
    }
}

// --- making sockets ---

int aura_udp_open(uint8_t family) {
#if defined(__linux__)
    // Every call that is not to wait says so by itself.
    int fd = socket(family == 4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    int error = 0;
#else
    int fd = socket(family == 4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
    if (fd < 0) return -errno;
    int error = aura_set_flags(fd);
#endif
    if (error == 0 && family == 6) error = set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (error == 0) return fd;
    close(fd);
    return error;
}

int aura_udp_bind(int fd, uint8_t socket_family, const struct aura_address *address) {
    union socket_address name;
    socklen_t length = to_socket_address(&name, socket_family, address);
    return result(bind(fd, &name.any, length));
}

int aura_udp_share(int fd) {
#if defined(__linux__)
    return set_int(fd, SOL_SOCKET, SO_REUSEPORT, 1);
#else
    (void)fd;
    return -ENOTSUP;
#endif
}

int aura_udp_local(int fd, struct aura_address *address) {
    union socket_address name;
    socklen_t length = sizeof name;
    if (getsockname(fd, &name.any, &length) < 0) return -errno;
    from_socket_address(address, &name);
    return 0;
}

static int probe_ipv6(int fd, int is_stream, uint16_t port) {
    struct aura_address address = {.family = 6, .port = port};
    int error = set_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
#if defined(__linux__)
    // Still refused beside a socket that listens. Elsewhere it is not, and is left out.
    if (error == 0 && is_stream) error = set_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
#else
    (void)is_stream;
#endif
    if (error == 0) error = aura_udp_bind(fd, 6, &address);
    if (error == 0) error = aura_udp_local(fd, &address);
    return error < 0 ? error : address.port;
}

int aura_port_probe_ipv6(int is_stream, uint16_t port) {
    int type = is_stream ? SOCK_STREAM : SOCK_DGRAM;
#if defined(__linux__)
    type |= SOCK_CLOEXEC;
#endif
    int fd = socket(AF_INET6, type, 0);
    if (fd < 0) return -errno;
    int port_or_error = probe_ipv6(fd, is_stream, port);
    close(fd);
    return port_or_error;
}

int aura_udp_set_buffers(int fd, int bytes) {
#if defined(__linux__)
    int receive = set_int(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes);
    int send = set_int(fd, SOL_SOCKET, SO_SNDBUFFORCE, bytes);
#else
    int receive = -EPERM, send = -EPERM;
#endif
    if (receive < 0) receive = set_int(fd, SOL_SOCKET, SO_RCVBUF, bytes);
    if (send < 0) send = set_int(fd, SOL_SOCKET, SO_SNDBUF, bytes);
    return receive < 0 ? receive : send;
}

int aura_udp_report_destination(int fd, uint8_t socket_family) {
#if defined(__linux__)
    set_int(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
#endif
    return socket_family == 4 ? set_int(fd, IPPROTO_IP, IP_PKTINFO, 1)
                              : set_int(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

int aura_udp_forbid_fragments(int fd, uint8_t socket_family) {
#if defined(__linux__)
    // On an IPv6 socket the IPv4 option governs mapped destinations.
    int v4 = set_int(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_PROBE);
    if (socket_family == 4 || v4 < 0) return v4;
    return set_int(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_PROBE);
#else
    return socket_family == 4 ? set_int(fd, IPPROTO_IP, IP_DONTFRAG, 1) : set_int(fd, IPPROTO_IPV6, IPV6_DONTFRAG, 1);
#endif
}

int aura_udp_set_mark(int fd, uint32_t mark) {
#if defined(__linux__)
    return result(setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof mark));
#else
    return -ENOTSUP;
#endif
}

int aura_udp_enable_joining(int fd) {
#if defined(__linux__)
    return set_int(fd, IPPROTO_UDP, UDP_GRO, 1);
#else
    return -ENOTSUP;
#endif
}

int aura_udp_probe_segmenting(int fd) {
#if defined(__linux__)
    return set_int(fd, IPPROTO_UDP, UDP_SEGMENT, 0);
#else
    return -ENOTSUP;
#endif
}

int aura_udp_retire(int fd) {
    // Sends of other threads that race with this find a file that is no socket (ENOTSOCK), never a stranger's.
    int placeholder = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (placeholder < 0) return -errno;
#if defined(__linux__)
    int error = result(dup3(placeholder, fd, O_CLOEXEC));
#else
    int error = result(dup2(placeholder, fd));
    if (error >= 0) fcntl(fd, F_SETFD, FD_CLOEXEC);
#endif
    close(placeholder);
    return error < 0 ? error : 0;
}

// --- sending ---

/// Room for a source address and a segment size.
union send_control {
    struct cmsghdr align;
    uint8_t bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(uint16_t))];
};

static size_t put_control(struct msghdr *header, size_t used, int level, int type, const void *value, size_t size) {
    struct cmsghdr *message = (struct cmsghdr *)(void *)((uint8_t *)header->msg_control + used);
    message->cmsg_level = level;
    message->cmsg_type = type;
    message->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(message), value, size);
    return used + CMSG_SPACE(size);
}

static size_t put_source(struct msghdr *header, uint8_t socket_family, const struct aura_address *source) {
    if (socket_family == 4) {
        struct in_pktinfo info = {.ipi_spec_dst = {htonl((uint32_t)source->low)}};
        return put_control(header, 0, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
    }
    struct in6_pktinfo info = {0};
    put_v6(&info.ipi6_addr, source);
    if (IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) info.ipi6_ifindex = source->interface_index;
    return put_control(header, 0, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
}

static void prepare_send(
    struct msghdr *header, union socket_address *name, union send_control *control, uint8_t socket_family,
    const struct aura_outgoing *message, const struct iovec *parts) {
    memset(header, 0, sizeof *header);
    header->msg_name = name;
    header->msg_namelen = to_socket_address(name, socket_family, &message->remote);
    header->msg_iov = (struct iovec *)(uintptr_t)(parts + message->first_part);
    header->msg_iovlen = message->part_count;
    header->msg_control = control->bytes;
    size_t used = message->source.family != 0 ? put_source(header, socket_family, &message->source) : 0;
#if defined(__linux__)
    uint16_t segment = (uint16_t)message->segment;
    if (segment != 0) used = put_control(header, used, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment);
#endif
    header->msg_controllen = used;
    if (used == 0) header->msg_control = NULL;
}

int aura_udp_send_one(int fd, uint8_t socket_family, const struct aura_outgoing *message, const struct iovec *parts) {
    struct msghdr header;
    union socket_address name;
    union send_control control;
    struct aura_outgoing single = *message;
    single.segment = 0;
    memset(&control, 0, sizeof control);
    prepare_send(&header, &name, &control, socket_family, &single, parts);
    return result((int)sendmsg(fd, &header, MSG_DONTWAIT));
}

#if defined(__linux__)
int aura_udp_send_many(
    int fd, uint8_t socket_family, const struct aura_outgoing *messages, uint32_t count, const struct iovec *parts) {
    struct mmsghdr headers[AURA_UDP_MESSAGES];
    union socket_address names[AURA_UDP_MESSAGES];
    union send_control controls[AURA_UDP_MESSAGES];
    if (count > AURA_UDP_MESSAGES) count = AURA_UDP_MESSAGES;
    memset(controls, 0, count * sizeof *controls);
    for (uint32_t i = 0; i < count; i++) {
        headers[i].msg_len = 0;
        prepare_send(&headers[i].msg_hdr, &names[i], &controls[i], socket_family, &messages[i], parts);
    }
    if (count != 1) return result(sendmmsg(fd, headers, count, MSG_DONTWAIT));
    return sendmsg(fd, &headers[0].msg_hdr, MSG_DONTWAIT) < 0 ? -errno : 1;
}
#endif

// --- receiving ---

/// Room for a destination address of either family, the segment size and the overflow count.
union receive_control {
    struct cmsghdr align;
    uint8_t bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct in_pktinfo)) +
                  2 * CMSG_SPACE(sizeof(int))];
};

static void prepare_receive(
    struct msghdr *header, union socket_address *name, union receive_control *control, struct iovec *part) {
    memset(header, 0, sizeof *header);
    header->msg_name = name;
    header->msg_namelen = sizeof *name;
    header->msg_iov = part;
    header->msg_iovlen = 1;
    header->msg_control = control->bytes;
    header->msg_controllen = sizeof control->bytes;
}

static void read_control(struct aura_incoming *message, struct cmsghdr *control) {
    const void *data = CMSG_DATA(control);
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
        struct in_pktinfo info;
        memcpy(&info, data, sizeof info);
        message->local.family = 4;
        message->local.low = ntohl(info.ipi_addr.s_addr);
    } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
        struct in6_pktinfo info;
        memcpy(&info, data, sizeof info);
        get_v6(&message->local, &info.ipi6_addr);
        message->local.interface_index = (uint32_t)info.ipi6_ifindex;
    }
#if defined(__linux__)
    if (control->cmsg_level == IPPROTO_UDP && control->cmsg_type == UDP_GRO) {
        int segment = 0;
        memcpy(&segment, data, sizeof segment);
        message->segment = segment > 0 ? (uint32_t)segment : 0;
    } else if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SO_RXQ_OVFL) {
        memcpy(&message->overflows, data, sizeof message->overflows);
    }
#endif
}

static void read_message(struct aura_incoming *message, struct msghdr *header, size_t length) {
    memset(message, 0, sizeof *message);
    from_socket_address(&message->remote, header->msg_name);
    message->length = (uint32_t)length;
    message->truncated = (header->msg_flags & MSG_TRUNC) != 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) read_control(message, c);
}

int aura_udp_receive_one(int fd, void *memory, size_t capacity, struct aura_incoming *message) {
    struct msghdr header;
    union socket_address name;
    union receive_control control;
    struct iovec part = {memory, capacity};
    prepare_receive(&header, &name, &control, &part);
    ssize_t length = recvmsg(fd, &header, MSG_DONTWAIT);
    if (length < 0) return -errno;
    read_message(message, &header, (size_t)length);
    return 1;
}

#if defined(__linux__)
int aura_udp_receive_many(
    int fd, void *memory, size_t stride, size_t capacity, uint32_t count, int waits, struct aura_incoming *messages) {
    struct mmsghdr headers[AURA_UDP_MESSAGES];
    union socket_address names[AURA_UDP_MESSAGES];
    union receive_control controls[AURA_UDP_MESSAGES];
    struct iovec parts[AURA_UDP_MESSAGES];
    if (count > AURA_UDP_MESSAGES) count = AURA_UDP_MESSAGES;
    for (uint32_t i = 0; i < count; i++) {
        parts[i] = (struct iovec){(uint8_t *)memory + i * stride, capacity};
        headers[i].msg_len = 0;
        prepare_receive(&headers[i].msg_hdr, &names[i], &controls[i], &parts[i]);
    }
    int received = recvmmsg(fd, headers, count, waits ? MSG_WAITFORONE : MSG_DONTWAIT, NULL);
    if (received < 0) return -errno;
    for (int i = 0; i < received; i++) {
        // A message from nowhere is what the end of waiting looks like.
        if (headers[i].msg_hdr.msg_namelen == 0) return i;
        read_message(&messages[i], &headers[i].msg_hdr, headers[i].msg_len);
    }
    return received;
}

int aura_udp_end_waiting(int fd) {
    // The socket is not connected, and the call says so; whoever waits in a receive is woken all the same.
    if (shutdown(fd, SHUT_RD) < 0 && errno != ENOTCONN) return -errno;
    return 0;
}
#endif
