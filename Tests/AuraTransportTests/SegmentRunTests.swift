import AuraTransport
import AuraWire
import Testing

@Suite("Cutting a batch into runs for segmented sends")
struct SegmentRunTests {
    private static let remotes = [Fixtures.loopback4.with(port: 1), Fixtures.loopback4.with(port: 2)]

    private func entries(_ lengths: [Int], remote: (Int) -> Int = { _ in 0 }) -> [PacketBatch.Entry] {
        lengths.enumerated().map { .init(offset: $0 * 2000, length: $1, remote: Self.remotes[remote($0)]) }
    }

    private func runs(_ entries: [PacketBatch.Entry], _ limits: SegmentLimits = .standard) -> [SegmentRun] {
        var runs: [SegmentRun] = []
        while let run = SegmentRun.next(in: entries, from: runs.last?.entries.upperBound ?? 0, limits: limits) {
            runs.append(run)
        }
        return runs
    }

    /// True when the real entries of `range` may form one run.
    private func isLegal(_ entries: ArraySlice<PacketBatch.Entry>, _ limits: SegmentLimits) -> Bool {
        let real = entries.filter { $0.length > 0 }
        guard let first = real.first, let last = real.last else { return false }
        return real.allSatisfy { $0.remote == first.remote }
            && real.dropLast().allSatisfy { $0.length == first.length } && last.length <= first.length
            && real.count <= limits.segments
            && (real.count == 1 || real.reduce(0) { $0 + $1.length } <= limits.bytes)
    }

    @Test("Every batch of up to four small entries is cut into legal runs that could not be longer")
    func exhaustive() {
        let limits = SegmentLimits(segments: 3, bytes: 7)
        let choices = [0, 1, 2, 3, 8].flatMap { length in Self.remotes.map { (length, $0) } }
        for count in 0...4 {
            let total = (0..<count).reduce(1) { product, _ in product * choices.count }
            for number in 0..<total {
                var digits = number
                let batch = (0..<count).map { index in
                    defer { digits /= choices.count }
                    let (length, remote) = choices[digits % choices.count]
                    return PacketBatch.Entry(offset: index * 10, length: length, remote: remote)
                }
                if let problem = problem(in: batch, limits) { Issue.record("\(problem): \(batch)") }
            }
        }
    }

    private func problem(in batch: [PacketBatch.Entry], _ limits: SegmentLimits) -> String? {
        let runs = runs(batch, limits)
        let covered = runs.flatMap { run in run.entries.filter { batch[$0].length > 0 } }
        guard covered == batch.indices.filter({ batch[$0].length > 0 }) else { return "not each entry once" }
        for run in runs {
            let real = batch[run.entries].filter { $0.length > 0 }
            guard isLegal(batch[run.entries], limits) else { return "illegal run" }
            guard run.segments == real.count, run.bytes == real.reduce(0, { $0 + $1.length }),
                run.segmentSize == real[0].length
            else { return "wrong sums" }
            let following = batch[run.entries.upperBound...].firstIndex { $0.length > 0 }
            if let following, isLegal(batch[run.entries.lowerBound...following], limits) { return "run too short" }
        }
        return nil
    }

    @Test("A run ends at 64 datagrams")
    func segmentLimit() {
        #expect(runs(entries(Array(repeating: 100, count: 64))).map(\.segments) == [64])
        #expect(runs(entries(Array(repeating: 100, count: 65))).map(\.segments) == [64, 1])
    }

    @Test("A run ends at 65,000 bytes")
    func byteLimit() {
        #expect(runs(entries(Array(repeating: 1300, count: 50))).map(\.bytes) == [65_000])
        #expect(runs(entries(Array(repeating: 1300, count: 50) + [1])).map(\.bytes) == [65_000, 1])
        #expect(runs(entries(Array(repeating: 1301, count: 50))).map(\.segments) == [49, 1])
    }

    @Test("A shorter datagram ends its run, a longer one begins the next, another remote too")
    func boundaries() {
        #expect(runs(entries([100, 100, 40, 40, 100])).map(\.entries) == [0..<3, 3..<4, 4..<5])
        #expect(runs(entries([100, 100, 100, 100]) { $0 / 2 }).map(\.entries) == [0..<2, 2..<4])
        #expect(runs(entries([0, 100, 0, 100, 0])).map(\.entries) == [1..<4])
        #expect(runs(entries([0, 0])).isEmpty)
    }

    @Test("A datagram above the byte limit is a run by itself")
    func giant() {
        #expect(runs(entries([65_400, 65_400, 1])).map(\.segments) == [1, 1, 1])
    }

    @Test("Limits are brought into what a message can gather")
    func clamped() {
        #expect(SegmentLimits(segments: 0, bytes: 1).segments == 1)
        #expect(SegmentLimits(segments: 5000, bytes: 1).segments == 1024)
    }
}
