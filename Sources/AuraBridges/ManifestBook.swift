public import Foundation

/// The manifest that one reader goes by: the newest, whatever way it came. An older one is never taken again.
public struct ManifestBook: Sendable {
    /// The newest that was seen; its time may be over.
    public private(set) var newest: SignedManifest?
    private let verifier: ManifestVerifier

    /// An empty book for the manifests of one authority.
    public init(verifier: ManifestVerifier) {
        self.verifier = verifier
    }

    /// Takes a manifest if it verifies and is newer.
    ///
    /// - Returns: false for the one that is there already.
    /// - Throws: why it is refused; what was there stays.
    public mutating func offer(_ bytes: [UInt8], now: Date) throws(ManifestRejection) -> Bool {
        if bytes == newest?.bytes { return false }
        let signed = try verifier.authenticate(bytes, now: now)
        try checkSerial(signed.manifest.serial)
        try verifier.checkTimes(signed.manifest, now: now)
        newest = signed
        return true
    }

    /// Takes what this reader itself kept: also one whose time is over, since its serial number still counts, and also while
    /// the clock is so wrong that not even the authority is valid. ``current(now:)`` gives it out at the right time only.
    ///
    /// - Throws: why it is refused; what was there stays.
    public mutating func remember(_ bytes: [UInt8]) throws(ManifestRejection) {
        if bytes == newest?.bytes { return }
        let signed = try verifier.recognise(bytes)
        try checkSerial(signed.manifest.serial)
        newest = signed
    }

    /// The manifest in force; `nil` when there is none, or its time is over or has not come.
    public func current(now: Date) -> Manifest? {
        guard let manifest = newest?.manifest else { return nil }
        do {
            try verifier.checkAuthority(now: now)
            try verifier.checkTimes(manifest, now: now)
            return manifest
        } catch {
            return nil
        }
    }

    private func checkSerial(_ serial: UInt64) throws(ManifestRejection) {
        guard let kept = newest?.manifest.serial, serial <= kept else { return }
        throw serial == kept ? .conflicting(serial: serial) : .older(found: serial, kept: kept)
    }
}
