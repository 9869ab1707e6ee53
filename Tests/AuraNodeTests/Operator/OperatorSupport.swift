import AuraConfig
import AuraNode
import AuraPKI
import Foundation
import Testing

/// The instant that these tests call now: 2026-11-24T00:00:00Z.
let issueTime = Date(timeIntervalSince1970: 1_795_478_400)

/// Numbers that are the same in every run (SplitMix64).
struct FixedNumbers: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64 = 1) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// A directory in which an operator works.
struct Desk {
    let root: String
    var directory: String { root + "/aura" }
    var ca: String { directory + "/ca" }

    @discardableResult
    func makeServer(
        host: String = "vpn.example.org", ca: String? = nil, ports: TransportPorts = TransportPorts(), days: Int = 825,
        website: WebsiteOptions = WebsiteOptions(), overwrite: Bool = false, now: Date = issueTime, seed: UInt64 = 1
    ) throws -> ServerInitialization.Outcome {
        let request = try ServerInitialization.Request(
            host: host, directory: directory, authority: ca, ports: ports, days: days, website: website,
            overwrite: overwrite, currentDirectory: root)
        var numbers = FixedNumbers(seed)
        return try ServerInitialization(request).run(now: now, using: &numbers)
    }

    @discardableResult
    func provision(
        _ name: String = "alice", ca: String? = nil, vpn: [String] = [], direct: [String] = [],
        defaultAction: SplitAction = .direct, host: String? = nil, ports: TransportPorts = TransportPorts(),
        pinTLS: Bool? = nil, bridgesURL: String? = nil, days: Int = 365, overwrite: Bool = false, now: Date = issueTime
    ) throws -> ClientProvisioning.Outcome {
        let request = try ClientProvisioning.Request(
            name: name, directory: directory, authority: ca, vpn: vpn, direct: direct, defaultAction: defaultAction,
            host: host, ports: ports, pinTLS: pinTLS, bridgesURL: bridgesURL, days: days,
            output: root + "/\(name).toml", overwrite: overwrite)
        return try ClientProvisioning(request).run(now: now)
    }

    func revoke(_ client: String, now: Date = issueTime) throws -> ClientRevocation.Outcome {
        try ClientRevocation(client: client, directory: directory).run(now: now)
    }

    /// Every file below the directory with its content.
    func contents() throws -> [String: Data] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
        return paths.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: root + "/" + $1) }
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}

/// Runs `body` with a new directory, which is removed whatever happens.
func withDesk(_ body: (Desk) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "aura-operator-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: root) }
    try body(Desk(root: root))
}

/// The operator's error that `body` throws; nil when it throws none.
func operatorError(_ body: () throws -> Void) throws -> OperatorError? {
    do {
        try body()
        return nil
    } catch let error as OperatorError {
        return error
    }
}

/// The problems of arguments that `body` refuses; empty when it takes them.
func argumentProblems(_ body: () throws -> Void) throws -> [String] {
    switch try operatorError(body) {
    case nil: return []
    case .invalid(let problems): return problems
    case let other?: throw other
    }
}
