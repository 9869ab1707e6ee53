internal import CAura
internal import Logging

/// Puts a configuration onto a socket.
enum UDPSetup {
    /// Returns the segmentation to use. What the system merely does not have is logged and done without; a mark that
    /// cannot be set is an error, because without it the tunnel would swallow its own packets.
    static func apply(
        _ configuration: UDPConfiguration, to socket: borrowing UDPSocket, logger: Logger
    ) throws(TransportError) -> SegmentLimits {
        let family = socket.family
        do throws(SystemError) {
            if let mark = configuration.mark { try socket.set("setsockopt SO_MARK") { aura_udp_set_mark($0, mark) } }
        } catch {
            throw TransportError(doing: "mark packets (SO_MARK)", error)
        }
        let bytes = configuration.bufferBytes
        attempt("large socket buffers", logger, socket) { aura_udp_set_buffers($0, bytes) }
        attempt("destination addresses", logger, socket) { aura_udp_report_destination($0, family) }
        attempt("don't fragment", logger, socket) { aura_udp_forbid_fragments($0, family) }
        if configuration.joinsReceived {
            attempt("joined receives (UDP_GRO)", logger, socket) { aura_udp_enable_joining($0) }
        }
        guard let limits = configuration.segmentation else { return .none }
        let segments = attempt("segmented sends (UDP_SEGMENT)", logger, socket) { aura_udp_probe_segmenting($0) }
        return segments ? limits : .none
    }

    /// Lets other sockets join the port that `socket` is bound to; false where that would be of no use.
    static func share(_ socket: borrowing UDPSocket, _ logger: Logger) -> Bool {
        attempt("several sockets on one port (SO_REUSEPORT)", logger, socket) { aura_udp_share($0) }
    }

    @discardableResult
    private static func attempt(
        _ what: String, _ logger: Logger, _ socket: borrowing UDPSocket, _ call: (Int32) -> Int32
    ) -> Bool {
        do throws(SystemError) {
            try socket.set("setsockopt", call)
            return true
        } catch {
            logger.notice(
                "The system lacks a UDP feature; going on without",
                metadata: ["feature": "\(what)", "error": "\(error)"])
            return false
        }
    }
}
