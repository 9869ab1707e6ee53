import AuraWire

/// What a cutter makes of a packet, each segment with a right checksum, and where it was.
struct CutSegments {
    var segments: [[UInt8]] = []
    var ranges: [Range<Int>] = []
    var count = 0
    var longest = 0
    /// False when `nextLength` said anything but the length of the segment that came next, or anything but 0 at the end.
    var isAnnounced = true

    /// `nil` when the packet cannot be cut.
    init?(_ packet: [UInt8], size: UInt16) {
        guard var cutter = SegmentCutter(packet.span, segmentSize: size) else { return nil }
        var bytes = packet
        var span = bytes.mutableSpan
        (count, longest) = (cutter.count, cutter.longest)
        while true {
            let announced = cutter.nextLength
            guard let range = cutter.next(in: &span) else {
                isAnnounced = isAnnounced && announced == 0
                break
            }
            isAnnounced = isAnnounced && announced == range.count
            var segment = range.map { span[$0] }
            var segmentSpan = segment.mutableSpan
            TransportChecksum.complete(&segmentSpan)
            segments.append(segment)
            ranges.append(range)
        }
    }
}
