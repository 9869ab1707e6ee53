internal import AuraWire

extension ClientMachine {
    /// The serial number of the newest manifest that is known to be good, 0 when none is: only higher ones are fetched
    /// from the server. Set it after each manifest that was verified, wherever it came from.
    public var knownManifestSerial: UInt64 {
        get { manifests.known }
        set { manifests.known = newValue }
    }

    /// Bytes held of a manifest that is on its way.
    package var manifestBytesHeld: Int { manifests.held }

    /// False for what came under keys of a session that is not in use yet, or any more.
    func isForSession(_ control: OpenedControl) -> Bool {
        session?.indices.contains(control.keyIndex) == true
    }

    mutating func heardOfManifest(_ serial: UInt64, size: UInt32, now: ContinuousClock.Instant) {
        let reply = manifests.heard(of: serial, size: size, roundTrip: roundTrip, now: now)
        if let reply { send(reply, now: now) }
    }

    mutating func tookPart(_ part: [UInt8], of serial: UInt64, at offset: UInt32, now: ContinuousClock.Instant) {
        let (reply, manifest) = manifests.took(part, of: serial, at: offset, roundTrip: roundTrip, now: now)
        if let reply { send(reply, now: now) }
        if let manifest { effects.append(.manifest(serial: serial, manifest)) }
    }

    mutating func tickManifest(_ now: ContinuousClock.Instant) {
        if let request = manifests.tick(roundTrip: roundTrip, now: now) { send(request, now: now) }
    }
}
