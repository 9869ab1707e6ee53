internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import Foundation

/// A signed manifest, tried twice: as it is, and signed, since nothing but the right signature lets a text to the parser.
struct ManifestTrial {
    private let signer: TrialAuthority

    init() throws(PKIError) {
        signer = try TrialAuthority()
    }

    func run(_ bytes: [UInt8]) throws(BrokenPromise) -> FuzzTarget.Outcome {
        let raw = read(bytes)
        if case .failure(let rejection) = raw { try check(rejection) }
        let text = bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")]
        switch read(text + (try signer.signatureLine(of: text))) {
        case .success(let signed):
            try expectSignable(signed.manifest)
            return .accepted
        case .failure(let rejection):
            try check(rejection)
            try expectAboutText(rejection)
            return (try? raw.get()) == nil ? .refused : .accepted
        }
    }

    private func read(_ bytes: [UInt8]) -> Result<SignedManifest, ManifestRejection> {
        Result { () throws(ManifestRejection) in try signer.verifier.authenticate(bytes, now: TrialAuthority.now) }
    }

    /// What is signed is refused for what it says only.
    private func expectAboutText(_ rejection: ManifestRejection) throws(BrokenPromise) {
        switch rejection {
        case .malformed, .tooLarge: return
        default: throw BrokenPromise("a manifest that is signed is refused: \(rejection)")
        }
    }

    /// What was read can be signed again with times that are good now, and says the same then.
    private func expectSignable(_ manifest: Manifest) throws(BrokenPromise) {
        guard !manifest.ways.isEmpty else { throw BrokenPromise("a manifest that leads nowhere") }
        let now = TrialAuthority.now
        let renewed = Manifest(
            serial: manifest.serial, issuedAt: now, expiresAt: now.addingTimeInterval(3600),
            endpoints: manifest.endpoints, bridges: manifest.bridges)
        do throws(ManifestError) {
            let signed = try SignedManifest.sign(renewed, by: signer.authority, now: now)
            guard signed.manifest != renewed else { return }
        } catch .rejected(.tooLarge) {
            return
        } catch {
            throw BrokenPromise("a manifest that was read cannot be signed: \(error)")
        }
        throw BrokenPromise("a manifest that was read says something else when it is signed again")
    }

    private func check(_ rejection: ManifestRejection) throws(BrokenPromise) {
        if case .malformed(let problems) = rejection {
            for problem in problems { try MessageCheck.check(problem.description) }
        } else {
            try MessageCheck.check(rejection.description)
        }
        try MessageCheck.check(rejection.label)
    }
}
