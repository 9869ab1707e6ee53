import Glibc

/// Connections that are opened together and watched until the server closes them.
///
/// Unsafe code: `poll` writes into an array of its own, which outlives the call.
final class Crowd {
    private let target: SocketAddress
    private let source: SocketAddress?
    private let size: Int
    private let refills: Bool
    private let drips: Bool
    private var members: [Member] = []
    private var established = 0
    private var closed: [Duration] = []
    private var refused = 0
    private var hasFilled = false
    private let clock = ContinuousClock()

    private struct Member {
        let descriptor: Int32
        var since: ContinuousClock.Instant
        var isEstablished = false
        var dripped = 0
    }

    init(to address: String, port: UInt16, from source: String?, size: Int, refills: Bool, drips: Bool) throws {
        target = try SocketAddress(address, port)
        self.source = try source.map { try SocketAddress($0, 0) }
        (self.size, self.refills, self.drips) = (size, refills, drips)
        try Self.allowDescriptors(size + 64)
    }

    deinit { for member in members { close(member.descriptor) } }

    /// Opens the connections and keeps them for so long.
    func stand(for duration: Duration) throws {
        let end = clock.now + duration
        for _ in 0..<size { try open() }
        var nextSecond = clock.now + .seconds(1)
        while clock.now < end {
            try look(within: 50)
            if !hasFilled, established >= size {
                hasFilled = true
                print("all \(size) have been connected")
                fflush(nil)
            }
            if clock.now >= nextSecond {
                if drips { drip() }
                while refills, members.count < size { try open() }
                nextSecond = clock.now + .seconds(1)
            }
        }
    }

    /// What became of them.
    var summary: String {
        let ages = closed.sorted()
        let range = ages.first.flatMap { first in ages.last.map { "after \(first) to \($0)" } } ?? ""
        return "connected \(established), refused \(refused), closed by the server \(closed.count) \(range)"
    }

    private func open() throws {
        let descriptor = try target.makeSocket(SOCK_STREAM, isBlocking: false)
        let isBound = source.map { $0.with { bind(descriptor, $0, $1) } == 0 } ?? true
        guard isBound, target.with({ connect(descriptor, $0, $1) }) == 0 || errno == EINPROGRESS else {
            let code = errno
            close(descriptor)
            throw SocketFailure(call: "connect", code: code)
        }
        members.append(Member(descriptor: descriptor, since: clock.now))
    }

    private func look(within milliseconds: Int32) throws {
        var entries = members.map { member in
            pollfd(fd: member.descriptor, events: Int16(member.isEstablished ? POLLIN : POLLOUT), revents: 0)
        }
        guard poll(&entries, nfds_t(entries.count), milliseconds) >= 0 || errno == EINTR else {
            throw SocketFailure(call: "poll", code: errno)
        }
        // From the end, for members are removed.
        for index in entries.indices.reversed() where entries[index].revents != 0 { meet(index) }
    }

    private func meet(_ index: Int) {
        let now = clock.now
        if !members[index].isEstablished {
            guard Self.error(of: members[index].descriptor) == 0 else {
                refused += 1
                return remove(index)
            }
            members[index].isEstablished = true
            members[index].since = now
            established += 1
        } else if hasEnded(members[index].descriptor) {
            closed.append(now - members[index].since)
            remove(index)
        }
    }

    private func remove(_ index: Int) {
        close(members[index].descriptor)
        members.swapAt(index, members.count - 1)
        members.removeLast()
    }

    /// Reads away what the server says.
    private func hasEnded(_ descriptor: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 || (count < 0 && errno == EINTR) { continue }
            return count == 0 || errno != EAGAIN
        }
    }

    /// The head of a handshake record of 512 bytes, and of the ClientHello in it.
    private static let beginning: [UInt8] = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]

    private func drip() {
        for index in members.indices where members[index].isEstablished {
            let byte = [Self.beginning[min(members[index].dripped, Self.beginning.count - 1)]]
            send(members[index].descriptor, byte, 1, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            members[index].dripped += 1
        }
    }

    private static func error(of descriptor: Int32) -> Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        return code
    }

    private static func allowDescriptors(_ count: Int) throws {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw SocketFailure(call: "getrlimit", code: errno)
        }
        limit.rlim_cur = max(limit.rlim_cur, rlim_t(count))
        limit.rlim_max = max(limit.rlim_max, limit.rlim_cur)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw SocketFailure(call: "setrlimit", code: errno)
        }
    }
}
