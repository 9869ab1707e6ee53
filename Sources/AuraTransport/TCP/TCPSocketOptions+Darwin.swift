#if canImport(Darwin)
    internal import Darwin
    internal import NIOCore

    extension TCPSocketOption {
        /// What each connection gets. The system has no timeout for unacknowledged data as Linux has; it gives a
        /// connection up after as many milliseconds of sending again.
        static let connection = [
            TCPSocketOption(.tcp, .tcp_nodelay, 1),
            TCPSocketOption(.tcp, TCP_NOTSENT_LOWAT, TCPLimits.unsentBytes),
            TCPSocketOption(.tcp, TCP_RXT_CONNDROPTIME, TCPLimits.userTimeoutMilliseconds / 1_000),
            TCPSocketOption(.tcp, TCP_KEEPALIVE, TCPLimits.keepaliveSeconds.idle),
            TCPSocketOption(.tcp, TCP_KEEPINTVL, TCPLimits.keepaliveSeconds.interval),
            TCPSocketOption(.tcp, TCP_KEEPCNT, TCPLimits.keepaliveSeconds.count),
            TCPSocketOption(.socket, .so_keepalive, 1),
        ]

        /// There are no marks.
        static func mark(_ mark: UInt32) -> TCPSocketOption? { nil }

        /// The smoothed round-trip time of a connection.
        static func roundTrip(of channel: any Channel) -> EventLoopFuture<Duration?> {
            let info = (channel as? any SocketOptionProvider)?.getTCPConnectionInfo().map { $0.tcpi_srtt }
            return info?.map { .milliseconds(Int64($0)) } ?? channel.eventLoop.makeSucceededFuture(nil)
        }
    }
#endif
