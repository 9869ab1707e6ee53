internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import AuraTransport
internal import AuraWire
internal import Foundation
internal import Logging

/// The bridges that a client goes by: the newest manifest that verified, from wherever it came. Lives on the control
/// thread.
struct ClientBridges: ~Copyable {
    private var book: ManifestBook
    private let keeper: ManifestKeeper
    private var premature = PrematureManifests()
    private let profile: ClientProfile
    private let board: ClientBoard
    private let logger: Logger

    /// Reads what was kept and what the profile brings. Neither must be good: without a manifest the profile's own
    /// server is dialled.
    init(_ profile: ClientProfile, verifier: ManifestVerifier, parts: ClientParts) {
        book = ManifestBook(verifier: verifier)
        self.profile = profile
        (keeper, board, logger) = (parts.keeper, parts.board, parts.logger)
        recall(now: Date())
        if let manifest = profile.bridges.manifest { _ = take(Array(manifest.utf8), from: .profile, now: Date()) }
    }

    /// The highest serial number seen; 0 when none was.
    var serial: UInt64 { book.newest?.manifest.serial ?? 0 }

    /// What may be dialled now besides the profile's own server.
    func bridges(now: Date) -> [Bridge] {
        (book.current(now: now)?.ways ?? []).map { way in
            Bridge(host: way.host.text, ports: TransportKind.ports { way[$0] })
        }
    }

    /// The names by which a server may go: that of the profile, and those of the manifest's bridges.
    func serverNames(now: Date) -> Set<ServerName> {
        let hosts = [profile.serverName] + (book.current(now: now)?.ways.map(\.host) ?? [])
        return Set(hosts.compactMap { try? ServerName($0.text) })
    }

    /// Takes a manifest if it is newer and verifies; true when it was taken.
    mutating func take(_ bytes: [UInt8], from source: ManifestSource, now: Date) -> Bool {
        do throws(ManifestRejection) {
            return try offer(bytes, from: source, now: now)
        } catch {
            premature.note(error, of: bytes, from: source)
            refuse(error, from: source, now: now)
            return false
        }
    }

    /// Looks again at what was refused for the time alone.
    mutating func reconsider(now: Date) {
        for (bytes, source) in premature.take() {
            do throws(ManifestRejection) {
                _ = try offer(bytes, from: source, now: now)
            } catch {
                premature.note(error, of: bytes, from: source)
            }
        }
    }

    private mutating func offer(
        _ bytes: [UInt8], from source: ManifestSource, now: Date
    ) throws(ManifestRejection) -> Bool {
        guard try book.offer(bytes, now: now), let newest = book.newest else { return false }
        announce(newest.manifest, from: source)
        keeper.keep(newest)
        return true
    }

    /// That a profile's manifest is older than what came later is as it should be.
    private func refuse(_ rejection: ManifestRejection, from source: ManifestSource, now: Date) {
        if case .older = rejection, source == .profile { return }
        board.refused(rejection, now: now)
        logger.warning(
            "A bridges manifest was refused; the last good one stays",
            metadata: ["source": "\(source.rawValue)", "reason": "\(rejection)"])
    }

    /// What was kept counts against older ones even when its time is over.
    private mutating func recall(now: Date) {
        do throws(FileError) {
            guard let bytes = try keeper.load() else { return }
            do throws(ManifestRejection) {
                try book.remember(bytes)
                if let newest = book.newest { announce(newest.manifest, from: .kept) }
            } catch {
                board.refused(error, now: now)
                logger.warning(
                    "The kept bridges manifest cannot be used",
                    metadata: ["file": "\(profile.bridges.keep?.resolved ?? "")", "reason": "\(error)"])
            }
        } catch {
            logger.warning("The kept bridges manifest cannot be read", metadata: ["error": "\(error)"])
        }
    }

    private func announce(_ manifest: Manifest, from source: ManifestSource) {
        board.took(manifest, from: source)
        var metadata = manifest.logMetadata
        metadata["source"] = "\(source.rawValue)"
        logger.info("Bridges manifest", metadata: metadata)
    }
}

extension TransportKind {
    /// A port for each transport that has one.
    static func ports(_ port: (TransportKind) -> UInt16?) -> [TransportKind: UInt16] {
        Dictionary(uniqueKeysWithValues: allCases.compactMap { kind in port(kind).map { (kind, $0) } })
    }
}
