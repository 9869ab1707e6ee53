#if os(Linux)
    internal import Glibc
    internal import NIOCore

    extension TCPSocketOption {
        /// What each connection gets: no waiting for more to send, a bound to what the kernel holds back, and an end to
        /// waiting for a far side that is gone.
        static let connection = [
            TCPSocketOption(.tcp, .tcp_nodelay, 1),
            TCPSocketOption(.tcp, TCP_NOTSENT_LOWAT, TCPLimits.unsentBytes),
            TCPSocketOption(.tcp, TCP_USER_TIMEOUT, TCPLimits.userTimeoutMilliseconds),
            TCPSocketOption(.tcp, TCP_KEEPIDLE, TCPLimits.keepaliveSeconds.idle),
            TCPSocketOption(.tcp, TCP_KEEPINTVL, TCPLimits.keepaliveSeconds.interval),
            TCPSocketOption(.tcp, TCP_KEEPCNT, TCPLimits.keepaliveSeconds.count),
            TCPSocketOption(.socket, .so_keepalive, 1),
        ]

        /// Marks packets for policy routing (SO_MARK); needs CAP_NET_ADMIN.
        static func mark(_ mark: UInt32) -> TCPSocketOption? {
            TCPSocketOption(.socket, SO_MARK, Int32(bitPattern: mark))
        }

        /// The smoothed round-trip time of a connection.
        static func roundTrip(of channel: any Channel) -> EventLoopFuture<Duration?> {
            let info = (channel as? any SocketOptionProvider)?.getTCPInfo().map { $0.tcpi_rtt }
            return info?.map { .microseconds(Int64($0)) } ?? channel.eventLoop.makeSucceededFuture(nil)
        }
    }
#endif
