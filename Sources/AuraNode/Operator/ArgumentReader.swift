internal import AuraConfig
internal import AuraPKI
internal import AuraWire

/// Reads an operator's arguments and collects everything that is wrong with them.
struct ArgumentReader {
    private(set) var problems: [String] = []

    /// The longest validity that can be asked for, in days.
    static var maximumDays: Int { Int(PKILimits.maximumValidity.components.seconds / 86400) }

    mutating func report(_ option: String, _ problem: String) { problems.append("\(option): \(problem)") }

    /// Throws what was collected.
    func finish() throws(OperatorError) {
        if !problems.isEmpty { throw .invalid(problems) }
    }

    mutating func clientName(_ text: String) -> PeerName? {
        do throws(NameError) {
            return try PeerName(text)
        } catch {
            report("NAME", "\(error)")
            return nil
        }
    }

    /// A DNS name or an address.
    mutating func host(_ text: String, option: String) -> ServerName? {
        do throws(NameError) {
            return try ServerName(text)
        } catch {
            report(option, "\(error)")
            return nil
        }
    }

    mutating func validity(days: Int, option: String) -> Duration? {
        guard (1...Self.maximumDays).contains(days) else {
            report(option, "\(days) found, 1 to \(Self.maximumDays) days expected")
            return nil
        }
        return .seconds(days * 86400)
    }

    mutating func check(_ ports: TransportPorts) {
        for kind in TransportKind.allCases where ports[kind] == 0 {
            report("--\(kind.rawValue)-port", "0 found, 1 to 65535 expected")
        }
    }

    /// A path that can stand in a configuration file.
    mutating func path(_ text: String, option: String) {
        if ConfiguredPath(text, in: "") != nil { return }
        let limit = ConfigurationLimits.maximumPathBytes
        report(option, "a path of 1 to \(limit) bytes without control characters expected")
    }

    /// Where a bridges manifest is on the web.
    mutating func bridgesURL(_ text: String, option: String) -> BridgesURL? {
        if let url = BridgesURL(text) { return url }
        report(option, "an address like https://example.org/bridges.toml expected, without user and fragment")
        return nil
    }

    mutating func block(_ text: String, option: String) -> CIDR? {
        do throws(CIDRError) {
            return try CIDR(text)
        } catch {
            report(option, "\(error)")
            return nil
        }
    }

    mutating func pool(_ text: String, option: String, isIPv6: Bool, lengths: ClosedRange<Int>) -> CIDR? {
        guard let block = block(text, option: option) else { return nil }
        guard block.address.isIPv6 == isIPv6, lengths.contains(block.prefixLength) else {
            let family = isIPv6 ? "IPv6" : "IPv4"
            let range = "/\(lengths.lowerBound) to /\(lengths.upperBound)"
            report(option, "\(block) found, an \(family) block from \(range) expected")
            return nil
        }
        return block
    }

    /// Lists of blocks with commas between; `seen` has the option of every block so far, in all lists.
    mutating func blocks(_ lists: [String], option: String, seen: inout [CIDR: String]) -> [CIDR] {
        var result: [CIDR] = []
        for item in lists.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            guard let block = block(Self.trimmed(item), option: option) else { continue }
            if let earlier = seen.updateValue(option, forKey: block) {
                report(option, "\(block) is already in \(earlier); each block once expected, in one list")
            }
            result.append(block)
        }
        if result.count > ConfigurationLimits.maximumArrayElements {
            report(option, "\(result.count) blocks found, at most \(ConfigurationLimits.maximumArrayElements) expected")
        }
        return result
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
