import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("A scan of ports")
struct PortScanTests {
    private let wanted = Fixtures.loopback4.with(port: 8_443)

    /// What a scan does where `busy` ports are in use and `refused` ones are refused.
    private func run(
        _ scan: PortScan, from port: UInt16, busy: Set<UInt16> = [], refused: Set<UInt16> = [],
        passingOver taken: Set<UInt16> = []
    ) -> (result: Result<UInt16, TransportError>, tried: [UInt16]) {
        var tried: [UInt16] = []
        do throws(TransportError) {
            let bound = try scan.bind(.tcp, wanted.with(port: port), passingOver: taken) {
                (address) throws(TransportError) -> UInt16 in
                tried.append(address.port)
                if refused.contains(address.port) {
                    throw .notPermitted("bind", SystemError(call: "bind", number: EACCES))
                }
                if busy.contains(address.port) { throw .addressInUse(.tcp, address) }
                return address.port
            }
            return (.success(bound), tried)
        } catch {
            return (.failure(error), tried)
        }
    }

    @Test("goes from the wanted port forward, as far as it may")
    func candidates() {
        #expect(PortScan.maximumCandidates == 20)
        #expect(PortScan().candidates(from: 8_443) == Array(8_443...8_462))
        #expect(PortScan(maximumCandidates: 3).candidates(from: 8_443) == [8_443, 8_444, 8_445])
        #expect(PortScan(maximumCandidates: 1_000).candidates(from: 1).count == 1_000)
    }

    @Test("tries the wanted port alone when it may not go on", arguments: [-1, 0, 1])
    func single(budget: Int) {
        let scan = PortScan(maximumCandidates: budget)
        #expect(scan == .single && scan.candidates(from: 8_443) == [8_443])
        #expect(scan.candidates(from: 8_443, passingOver: [8_443]) == [])
        #expect(scan.candidates(from: 8_443, passingOver: [8_444]) == [8_443])
        #expect(run(scan, from: 8_443).result == .success(8_443))
        let (result, tried) = run(scan, from: 8_443, busy: [8_443])
        #expect(result == .failure(.addressInUse(.tcp, wanted)) && tried == [8_443])
    }

    @Test("does not count what it passes over")
    func passing() {
        let scan = PortScan(maximumCandidates: 2)
        #expect(scan.candidates(from: 8_443, passingOver: [8_443]) == [8_444, 8_445])
        #expect(scan.candidates(from: 8_443, passingOver: [8_444]) == [8_443, 8_445])
        #expect(scan.candidates(from: 65_535, passingOver: [65_535]) == [])
        #expect(
            run(scan, from: 65_535, passingOver: [65_535]).result
                == .failure(.noFreePort(.tcp, wanted.with(port: 65_535), tried: 65_535...65_535)))
    }

    @Test("ends at the last port there is")
    func last() {
        #expect(PortScan().candidates(from: 65_530) == Array(65_530...65_535))
        #expect(PortScan().candidates(from: 65_535) == [65_535])
        #expect(run(PortScan(), from: 65_533, busy: [65_533, 65_534]).result == .success(65_535))
        let (result, tried) = run(PortScan(), from: 65_533, busy: [65_533, 65_534, 65_535])
        #expect(result == .failure(.noFreePort(.tcp, wanted.with(port: 65_533), tried: 65_533...65_535)))
        #expect(tried == [65_533, 65_534, 65_535])
    }

    @Test("takes the first that is free, and says what it tried when none is")
    func first() {
        let (found, tried) = run(PortScan(), from: 8_443, busy: [8_443, 8_444, 8_446])
        #expect(found == .success(8_445) && tried == [8_443, 8_444, 8_445])
        let (none, all) = run(PortScan(), from: 8_443, busy: Set(8_443...8_462))
        #expect(none == .failure(.noFreePort(.tcp, wanted, tried: 8_443...8_462)) && all == Array(8_443...8_462))
        #expect(run(PortScan(), from: 8_443, busy: Set(8_443...8_461)).result == .success(8_462))
    }

    @Test("ends at any other error, and reports it as it is")
    func refusal() {
        let refusal = TransportError.notPermitted("bind", SystemError(call: "bind", number: EACCES))
        let (result, tried) = run(PortScan(), from: 443, refused: [443])
        #expect(result == .failure(refusal) && tried == [443])
        let (later, more) = run(PortScan(), from: 443, busy: [443], refused: [444])
        #expect(later == .failure(refusal) && more == [443, 444])
    }

    @Test("asks the system when any port will do, and asks again a limited number of times")
    func any() {
        #expect(PortScan().candidates(from: 0) == [0])
        #expect(run(PortScan(), from: 0).result == .success(0))
        let (result, tried) = run(PortScan(), from: 0, busy: [0])
        #expect(result == .failure(.noFreePort(.tcp, wanted.with(port: 0), tried: 0...0)))
        #expect(tried == Array(repeating: 0, count: PortScan.maximumCandidates))
    }

    @Test("takes any port only where both families have it", arguments: [TransportKind.udp, .tcp])
    func anyOfBoth(transport: TransportKind) throws {
        var tried: [UInt16] = []
        let found = try PortScan.single.bind(transport, Fixtures.any4) { address throws(TransportError) in
            tried.append(address.port)
            // Somebody else was quicker, once.
            if tried.count == 1 { throw .addressInUse(transport, address) }
            return address.port
        }
        #expect(tried.count == 2 && tried.last == found && tried.allSatisfy { $0 > 0 })
        _ = try CoTenant(transport, at: Fixtures.any6.with(port: found))
    }

    @Test("leaves errors that say what was tried and what to do")
    func texts() {
        let full = TransportError.noFreePort(.quic, wanted, tried: 8_443...8_462).description
        #expect(full.contains("quic at 127.0.0.1: ports 8443 to 8462 are taken"))
        #expect(full.contains("stop the program that uses 8443") && full.contains("another transport.quic.port"))
        #expect(full.contains("raise transport.port_scan") && !full.contains("65535"))
        let end = TransportError.noFreePort(.udp, wanted.with(port: 65_530), tried: 65_530...65_535).description
        #expect(end.contains("ports 65530 to 65535 are taken, and there is none after 65535"))
        #expect(end.contains("a lower transport.udp.port") && !end.contains("port_scan"))
        let one = TransportError.noFreePort(.tcp, wanted.with(port: 65_535), tried: 65_535...65_535).description
        #expect(one.contains("port 65535 is taken"))
        let busy = TransportError.addressInUse(.tcp, wanted)
        #expect(busy.description.contains("tcp 127.0.0.1:8443: another program"))
        #expect(busy.description.contains("transport.port_scan"))
        let any = TransportError.noFreePort(.tcp, wanted.with(port: 0), tried: 0...0).description
        #expect(any.contains("the system has no free port"))
        let several = TransportError.severalFailed([busy, .noFreePort(.quic, wanted, tried: 8_443...8_462)])
        #expect(several.description == "\(busy); \(full)")
    }

    @Test("leaves errors of which it can be told whether waiting or a privilege would help")
    func kinds() {
        let busy = TransportError.addressInUse(.tcp, wanted)
        let full = TransportError.noFreePort(.quic, wanted, tried: 8_443...8_462)
        let refused = TransportError.notPermitted("bind", SystemError(call: "bind", number: EACCES))
        let other = TransportError.failed("bind", SystemError(call: "bind", number: EADDRNOTAVAIL))
        #expect(busy.isBusy && full.isBusy && TransportError.severalFailed([busy, full]).isBusy)
        #expect(!TransportError.severalFailed([busy, refused]).isBusy && !refused.isBusy && !other.isBusy)
        #expect(refused.isNotPermitted && TransportError.severalFailed([busy, refused]).isNotPermitted)
        #expect(!TransportError.severalFailed([busy, other]).isNotPermitted && !other.isNotPermitted)
    }
}
