internal import Foundation

/// A token bucket filter (`tc-tbf`) at one end of a wire: what leaves there goes no faster, and waits in a queue that drops
/// what does not fit.
public struct Bottleneck: Sendable {
    private let end: Wire.End

    /// Puts it in.
    /// - Parameters:
    ///   - end: Where packets leave.
    ///   - megabits: Millions of bits a second.
    ///   - queue: How long a packet waits behind a full queue.
    public static func install(at end: Wire.End, megabits: Int, queue: Duration) async throws -> Bottleneck {
        // A burst of 10 ms or so: small beside the queue, and more than the kernel sends in one timer tick at this rate.
        // Larger bundles (GSO) are cut by the filter.
        let settings = ["rate", "\(megabits)mbit", "burst", "\(megabits * 1250)b", "latency", milliseconds(queue)]
        try await end.host.check(["tc", "qdisc", "add", "dev", end.interface, "root", "tbf"] + settings)
        return Bottleneck(end: end)
    }

    /// How many bytes have passed.
    public func bytes() async throws -> Int {
        let text = try await end.host.check(["tc", "-s", "-j", "qdisc", "show", "dev", end.interface])
        let all = try JSONDecoder().decode([Listing].self, from: Data(text.utf8))
        guard let filter = all.first(where: { $0.kind == "tbf" }) else {
            throw LabError.unreadable("the filter of \(end.interface)", found: text)
        }
        return filter.bytes
    }

    private static func milliseconds(_ time: Duration) -> String { "\(Int(time / .milliseconds(1)))ms" }

    private struct Listing: Decodable {
        let kind: String
        let bytes: Int
    }
}
