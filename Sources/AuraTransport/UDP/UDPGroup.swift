internal import Synchronization

/// The links whose sockets share a port.
///
/// The kernel gives each peer to one of the sockets, and goes on to do so when nobody reads it any more: that peer would
/// be lost in silence. So they end together, for the reason that the first of them ends for.
final class UDPGroup: Sendable {
    /// Links hold the group, and so the group must not hold them.
    private struct Member {
        weak var link: UDPLink?
    }

    private let members = Mutex<[Member]>([])

    func join(_ link: UDPLink) {
        members.withLock { $0.append(Member(link: link)) }
    }

    /// Ends all links that have not ended yet, without waiting for them.
    func end(_ reason: LinkCloseReason) {
        let links = members.withLock { members in members.compactMap(\.link) }
        for link in links { link.dismiss(reason) }
    }
}
