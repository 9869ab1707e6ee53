import AuraTransport
import AuraWire
import Testing

@Suite("When better transports are tried again") struct UpgradeScheduleTests {
    private let start = ContinuousClock.now

    @Test("Never on the best one") func best() {
        var schedule = UpgradeSchedule(order: [.udp, .quic, .tcp])
        #expect(schedule.next == nil && schedule.better.isEmpty)
        schedule.use(.udp, now: start)
        #expect(schedule.next == nil && schedule.better.isEmpty)
    }

    @Test("Soon at first, then less often, at least every 30 s, the best one first") func backoff() {
        var schedule = UpgradeSchedule(order: [.udp, .quic, .tcp])
        schedule.use(.tcp, now: start)
        #expect(schedule.better == [.udp, .quic])
        var (now, pauses) = (start, [Duration]())
        for _ in 0..<6 {
            guard let next = schedule.next else { break }
            pauses.append(next - now)
            now = next
            schedule.begin()
            #expect(schedule.next == nil)
            schedule.failed(now: now)
        }
        #expect(pauses == [5, 10, 20, 30, 30, 30].map { .seconds($0) })
    }

    @Test("Any other is better than one that carries little") func narrow() {
        var schedule = UpgradeSchedule(order: [.udp, .quic, .tcp])
        schedule.use(.udp, isNarrow: true, now: start)
        #expect(schedule.better == [.quic, .tcp] && schedule.next == start + UpgradeSchedule.firstPause)
        schedule.use(.udp, now: start)
        #expect(schedule.better.isEmpty && schedule.next == nil)
    }

    @Test("Later, when a better one was lost soon after it was taken") func flapping() {
        var schedule = UpgradeSchedule(order: [.udp, .tcp])
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<5 {
            schedule.use(.tcp, now: now)
            guard let next = schedule.next else { break }
            pauses.append(next - now)
            now = next
            schedule.use(.udp, isUpgrade: true, now: now)
            now += .seconds(10)
        }
        #expect(pauses == [5, 10, 20, 30, 30].map { .seconds($0) })
        now += UpgradeSchedule.probation
        schedule.use(.tcp, now: now)
        #expect(schedule.next == now + UpgradeSchedule.firstPause, "it held long enough to be trusted again")
    }
}
