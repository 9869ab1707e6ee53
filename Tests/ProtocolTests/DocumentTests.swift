import AuraCrypto
import AuraPKI
import AuraSession
import AuraTransport
import AuraWire
import Foundation
import Testing

@Suite("docs/PROTOCOL.md against the code")
struct DocumentTests {
    @Test("The table of timers has every timer with its value, and nothing else")
    func timers() throws {
        let table = try DocumentSection("Timers").rows
        #expect(table == Self.fields(of: SessionTiming()))
    }

    @Test("The table of limits has every limit with its value, and nothing else")
    func limits() throws {
        let table = try DocumentSection("Limits").rows
        let constants: [String: String] = [
            "HandshakeFragment.headerLength": Self.text(HandshakeFragment.headerLength),
            "HandshakeFragment.maximumBody": Self.text(HandshakeFragment.maximumBody),
            "HandshakeFragment.maximumCount": Self.text(HandshakeFragment.maximumCount),
            "HandshakeFragment.maximumMessage": Self.text(HandshakeFragment.maximumMessage),
            "HandshakeLimits.maximumServerCertificate": Self.text(HandshakeLimits.maximumServerCertificate),
            "DataHeader.length": Self.text(DataHeader.length),
            "PacketKey.tagLength": Self.text(PacketKey.tagLength),
            "Session.packetOverhead": Self.text(Session.packetOverhead),
            "OuterGate.minimumDataLength": Self.text(OuterGate.minimumDataLength),
            "OuterGate.sealOverhead": Self.text(OuterGate.sealOverhead),
            "HeaderMask.headerLength": Self.text(HeaderMask.headerLength),
            "HeaderMask.sampleLength": Self.text(HeaderMask.sampleLength),
            "OuterKey.length": Self.text(OuterKey.length),
            "CookieReply.cookieLength": Self.text(CookieReply.cookieLength),
            "Welcome.sessionIDLength": Self.text(Welcome.sessionIDLength),
            "Welcome.maximumDNS": Self.text(Welcome.maximumDNS),
            "Record.maximumCount": Self.text(Record.maximumCount),
            "ReplayWindow.size": Self.text(Int(ReplayWindow.size)),
            "PKILimits.maximumCertificateBytes": Self.text(PKILimits.maximumCertificateBytes),
        ]
        let all = constants.merging(Self.fields(of: HandshakeLimits())) { $1 }
        #expect(table == all.merging(Self.fields(of: PacketLimits())) { $1 })
    }

    @Test("The table of what a manifest may cost has every limit with its value, and nothing else")
    func manifest() throws {
        let table = try DocumentSection("Manifest exchange").rows
        let limits: [String: String] = [
            "maximumBytes": Self.text(OfferedManifest.maximumBytes),
            "maximumManifestPart": Self.text(ControlMessage.maximumManifestPart),
            "partsPerRequest": Self.text(ManifestExchange.partsPerRequest),
            "maximumReminders": Self.text(ManifestExchange.maximumReminders),
            "sessionBurst": Self.text(ManifestExchange.sessionBurst),
            "sessionRate": Self.text(ManifestExchange.sessionRate),
            "totalBurst": Self.text(ManifestExchange.totalBurst),
            "totalRate": Self.text(ManifestExchange.totalRate),
            "newsBurst": Self.text(ManifestExchange.newsBurst),
            "newsRate": "\(ManifestExchange.newsRate)",
            "firstTimeout": Self.text(ManifestExchange.firstTimeout),
            "maximumTimeout": Self.text(ManifestExchange.maximumTimeout),
            "gapTimeout": Self.text(ManifestExchange.gapTimeout),
            "maximumTries": Self.text(ManifestExchange.maximumTries),
        ]
        #expect(table == limits)
    }

    @Test("The tables of types have the codes that the code has")
    func codes() throws {
        let datagrams = try DocumentSection("Datagrams").text
        for raw in UInt8.min ... .max {
            let type = DatagramType(rawValue: raw).map { "\($0)" }
            #expect(datagrams.contains("| \(raw) | `\(type ?? "-")` |") == (type != nil))
        }
        let payloads = try DocumentSection("Sealed payload").text
        for raw in UInt8.min ... .max {
            let kind = PayloadKind(rawValue: raw).map { "\($0)" }
            #expect(payloads.contains("| \(raw) | `\(kind ?? "-")` |") == (kind != nil))
        }
        let control = try DocumentSection("Control messages").text
        for raw in UInt8.min ... .max {
            let reason = GoodbyeReason(rawValue: raw).map(Self.name)
            #expect(control.contains("| \(raw) | `\(reason ?? "-")` |") == (reason != nil))
        }
    }

    @Test("The document names the Noise protocol that the code speaks")
    func protocolName() throws {
        #expect(try DocumentSection("Handshake").text.contains("`\(HandshakePattern.xxhfs.protocolName)`"))
    }

    @Test("Every section that a comment in the sources cites is there")
    func citations() throws {
        let headings = Set(try DocumentSection.headings())
        let citation = /PROTOCOL\.md,\s+"(?<title>[^"]+)"/
        var found = 0
        let files = FileManager.default.enumerator(at: ProjectFiles.sources, includingPropertiesForKeys: nil)
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let text = try ProjectFiles.text(file).replacing(/\n\s*\/\/\/?\s*/, with: " ")
            for match in text.matches(of: citation) {
                found += 1
                #expect(headings.contains(String(match.title)), "\(file.lastPathComponent)")
            }
        }
        #expect(found >= 15)
    }

    private static func name(of reason: GoodbyeReason) -> String {
        switch reason {
        case .other: "other"
        case .shutdown: "shutdown"
        case .replaced: "replaced"
        case .noAddress: "noAddress"
        case .notTrusted: "notTrusted"
        case .full: "full"
        }
    }

    /// The stored properties of a value and how the document writes them.
    private static func fields(of value: Any) -> [String: String] {
        let pairs = Mirror(reflecting: value).children.compactMap { child in
            child.label.map { ($0, text(child.value)) }
        }
        return Dictionary(pairs) { $1 }
    }

    private static func text(_ value: Any) -> String {
        switch value {
        case let times as [Duration]: times.map { text($0) }.joined(separator: ", ")
        case let range as ClosedRange<Int>: "\(text(range.lowerBound)) to \(text(range.upperBound))"
        case let time as Duration:
            time.components.attoseconds == 0
                ? "\(time.components.seconds) s" : "\(grouped(Int(time / .milliseconds(1)))) ms"
        case let number as Double: grouped(Int(number))
        case let number as any BinaryInteger: grouped(Int(number))
        default: "\(value)"
        }
    }

    /// A number with commas between its thousands.
    private static func grouped(_ number: Int) -> String {
        number < 1_000 ? "\(number)" : grouped(number / 1_000) + "," + "\(number % 1_000 + 1_000)".dropFirst()
    }
}
